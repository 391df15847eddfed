mock_provider "aws" {
  alias           = "replica"
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1", region = "eu-west-1", id = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Id\":\"only-known-after-apply\",\"Statement\":[]}" }
  }
}
mock_provider "aws" {
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111111111111" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-2", region = "eu-west-2", id = "eu-west-2" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Id\":\"only-known-after-apply\",\"Statement\":[]}" }
  }
}
override_resource {
  target          = aws_kms_key.replica
  override_during = plan
  values          = { id = "24a2c6cb-5bd6-d2cb-75bb-c82d3d3420c6", key_id = "24a2c6cb-5bd6-d2cb-75bb-c82d3d3420c6", arn = "arn:aws:kms:eu-west-1:111111111111:key/24a2c6cb-5bd6-d2cb-75bb-c82d3d3420c6" }
}
override_resource {
  target          = aws_kms_key.source
  override_during = plan
  values          = { id = "f9fd94a7-1c91-a0c9-8ecb-8d91ab9334fc", key_id = "f9fd94a7-1c91-a0c9-8ecb-8d91ab9334fc", arn = "arn:aws:kms:eu-west-2:111111111111:key/f9fd94a7-1c91-a0c9-8ecb-8d91ab9334fc" }
}
override_data {
  target          = module.bucket.data.aws_iam_policy_document.replication-policy
  override_during = plan
  values          = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetReplicationConfiguration\",\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::example-state\"]},{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObjectLegalHold\",\"s3:GetObjectRetention\",\"s3:GetObjectVersion\",\"s3:GetObjectVersionAcl\",\"s3:GetObjectVersionForReplication\",\"s3:GetObjectVersionTagging\"],\"Resource\":[\"arn:aws:s3:::example-state/*\"]},{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObjectVersionTagging\",\"s3:ObjectOwnerOverrideToBucketOwner\",\"s3:ReplicateDelete\",\"s3:ReplicateObject\",\"s3:ReplicateTags\"],\"Resource\":[\"arn:aws:s3:::example-state-replication/*\"],\"Condition\":{\"StringLikeIfExists\":{\"s3:x-amz-server-side-encryption\":[\"aws:kms\"]}}}]}" }
}
override_resource {
  target          = module.bucket.aws_iam_policy.replication_policy[0]
  override_during = plan
  values          = { id = "arn:aws:iam::111111111111:policy/AWSS3BucketReplication-state", arn = "arn:aws:iam::111111111111:policy/AWSS3BucketReplication-state" }
}
override_resource {
  target          = module.bucket.aws_iam_role.replication_role[0]
  override_during = plan
  values          = { id = "AWSS3BucketReplication-state", arn = "arn:aws:iam::111111111111:role/AWSS3BucketReplication-state" }
}
override_resource {
  target          = module.bucket.aws_s3_bucket.default
  override_during = plan
  values          = { id = "example-state", arn = "arn:aws:s3:::example-state" }
}
override_resource {
  target          = module.bucket.aws_s3_bucket.replication[0]
  override_during = plan
  values          = { id = "example-state-replication", arn = "arn:aws:s3:::example-state-replication" }
}
override_data {
  target          = module.bucket.data.aws_iam_policy_document.s3-assume-role-policy
  override_during = plan
  values          = { json = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": \"sts:AssumeRole\",\n      \"Principal\": {\n        \"Service\": \"s3.amazonaws.com\"\n      }\n    }\n  ]\n}" }
}
run "plan" {
  command = plan
}
