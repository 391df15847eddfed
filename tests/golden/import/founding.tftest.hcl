mock_provider "aws" {
  alias           = "source"
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-east-2", region = "us-east-2", id = "us-east-2" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Id\":\"only-known-after-apply\",\"Statement\":[]}" }
  }
}
mock_provider "aws" {
  alias           = "destination"
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1", region = "eu-central-1", id = "eu-central-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Id\":\"only-known-after-apply\",\"Statement\":[]}" }
  }
}
override_resource {
  target          = aws_iam_policy.replication
  override_during = plan
  values          = { id = "arn:aws:iam::111111111111:policy/s3-replication", arn = "arn:aws:iam::111111111111:policy/s3-replication" }
}
override_resource {
  target          = aws_iam_role.replication
  override_during = plan
  values          = { id = "s3-replication", arn = "arn:aws:iam::111111111111:role/s3-replication" }
}
override_resource {
  target          = aws_kms_alias.destination
  override_during = plan
  values          = { id = "alias/replication-s3-key", arn = "arn:aws:kms:eu-central-1:222222222222:alias/replication-s3-key" }
}
override_resource {
  target          = aws_kms_key.destination
  override_during = plan
  values          = { id = "54efd90b-f825-900c-4700-7fcdd5bae6cf", key_id = "54efd90b-f825-900c-4700-7fcdd5bae6cf", arn = "arn:aws:kms:eu-central-1:222222222222:key/54efd90b-f825-900c-4700-7fcdd5bae6cf" }
}
override_resource {
  target          = aws_s3_bucket.destination
  override_during = plan
  values          = { id = "destination-test-replication", arn = "arn:aws:s3:::destination-test-replication" }
}
override_resource {
  target          = aws_s3_bucket.source
  override_during = plan
  values          = { id = "source-test-replication", arn = "arn:aws:s3:::source-test-replication" }
}
variables {
  destination_account = "222222222222"
  grant_key_to_role = true
  source_account = "111111111111"
}
run "plan" {
  command = plan
}
