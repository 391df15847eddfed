#!/usr/bin/env bash
# Captures what replication from one bucket depends on, as files that `replisim check` and
# `replisim import` read. It only reads: configurations, policies, descriptions of keys; no objects,
# no key material, no credentials.
#
# Run it once for each account, that of the bucket first, then those of its destinations:
#
#   AWS_PROFILE=source      bash capture.sh
#   AWS_PROFILE=destination bash capture.sh
#   replisim check captures
#
# What is there already is not asked for again: remove the directory to begin anew.

bucket='source-test-replication'
directory='captures'

set -uo pipefail
export AWS_PAGER='' AWS_MAX_ATTEMPTS="${AWS_MAX_ATTEMPTS:-5}"

command -v aws >/dev/null || { echo 'the AWS CLI (aws) is not installed' >&2; exit 1; }

# capture FILE ARGUMENT...: what `aws ARGUMENT...` prints; AWS's message where it fails.
capture() {
  local file="$directory/$account/$1" message
  shift
  if [[ -e "$file" ]]; then return; fi
  mkdir -p "$(dirname "$file")"
  if ! message="$(aws "$@" --output json 2>&1 >"$file.part" </dev/null)"; then
    printf '%s\n' "$message" >"$file.part"
    case "$message" in
      *NotFoundError* | *NoSuchBucketPolicy* | *NoSuchTagSet* | *NoSuchPublicAccessBlock*) ;;
      *) printf '%s: %s\n' "$(basename "$file")" "$(tail -n 1 <<<"$message")" >&2 ;;
    esac
  fi
  mv "$file.part" "$file"
}

# named PATTERN FILE...: every string of the files that matches, each once.
named() {
  local pattern="$1"
  shift
  cat "$@" 2>/dev/null | grep -oE "\"$pattern\"" | tr -d '"' | sort -u
}

# ask ARGUMENT...: one value a line; nothing where it fails.
ask() {
  aws "$@" --output text 2>/dev/null </dev/null | tr '\t' '\n' | grep -vxE 'None|'
}

# for a file name: `/` and `:` become `~`
encoded() {
  tr ':/' '~~' <<<"$1"
}

capture_bucket() {
  local name="$1" part
  echo "bucket $name"
  for part in location versioning replication encryption ownership-controls acl \
    request-payment tagging policy; do
    capture "s3api.get-bucket-$part.$name.json" s3api "get-bucket-$part" --bucket "$name"
  done
  capture "s3api.get-public-access-block.$name.json" \
    s3api get-public-access-block --bucket "$name"
  capture "s3api.get-object-lock-configuration.$name.json" \
    s3api get-object-lock-configuration --bucket "$name"
}

capture_policy() {
  local arn="$1" version
  version="$(ask iam get-policy --policy-arn "$arn" --query Policy.DefaultVersionId)"
  capture "iam.get-policy.$(encoded "$arn").json" iam get-policy --policy-arn "$arn"
  capture "iam.get-policy-version.$(encoded "$arn").json" \
    iam get-policy-version --policy-arn "$arn" --version-id "${version:-v1}"
}

capture_role() {
  local name="$1" policy
  echo "role $name"
  capture "iam.get-role.$name.json" iam get-role --role-name "$name"
  capture "iam.list-role-policies.$name.json" iam list-role-policies --role-name "$name"
  capture "iam.list-attached-role-policies.$name.json" \
    iam list-attached-role-policies --role-name "$name"
  while read -r policy; do
    capture "iam.get-role-policy.$name~$policy.json" \
      iam get-role-policy --role-name "$name" --policy-name "$policy"
  done < <(ask iam list-role-policies --role-name "$name" --query 'PolicyNames[]')
  while read -r policy; do
    capture_policy "$policy"
  done < <(
    ask iam list-attached-role-policies --role-name "$name" --query 'AttachedPolicies[].PolicyArn'
    ask iam get-role --role-name "$name" --query Role.PermissionsBoundary.PermissionsBoundaryArn
  )
}

# capture_key REGION KEY: an id, an ARN or an alias. Policies and grants are told for ids alone.
capture_key() {
  local region="$1" key="$2" id
  id="$(ask kms describe-key --region "$region" --key-id "$key" --query KeyMetadata.KeyId)"
  echo "key ${id:-$key} in $region"
  capture "$region/kms.list-aliases.json" kms list-aliases --region "$region"
  capture "$region/kms.describe-key.$(encoded "${id:-$key}").json" \
    kms describe-key --region "$region" --key-id "$key"
  if [[ -n "$id" ]]; then
    capture "$region/kms.get-key-policy.$id.json" \
      kms get-key-policy --region "$region" --key-id "$id" --policy-name default
    capture "$region/kms.list-grants.$id.json" kms list-grants --region "$region" --key-id "$id"
    capture "$region/kms.list-resource-tags.$id.json" \
      kms list-resource-tags --region "$region" --key-id "$id"
  fi
}

region_of() {
  local region
  region="$(ask s3api get-bucket-location --bucket "$1" --query LocationConstraint)"
  case "$region" in
    '') echo us-east-1 ;;
    EU) echo eu-west-1 ;;
    *) echo "$region" ;;
  esac
}

# The policies of a root, unit or account, and where it stands.
capture_level() {
  local id="$1" type policy
  for type in SERVICE_CONTROL_POLICY RESOURCE_CONTROL_POLICY; do
    capture "organizations.list-policies-for-target.$id~$type.json" \
      organizations list-policies-for-target --target-id "$id" --filter "$type"
    for policy in $(ask organizations list-policies-for-target --target-id "$id" \
      --filter "$type" --query 'Policies[].Id'); do
      capture "organizations.describe-policy.$policy.json" \
        organizations describe-policy --policy-id "$policy"
    done
  done
  if [[ "$id" != r-* ]]; then
    capture "organizations.list-parents.$id.json" organizations list-parents --child-id "$id"
  fi
}

account="$(aws sts get-caller-identity --query Account --output text)" || exit 1
echo "account $account"
capture sts.get-caller-identity.json sts get-caller-identity
capture s3api.list-buckets.json s3api list-buckets
capture s3control.get-public-access-block.json \
  s3control get-public-access-block --account-id "$account"

# The bucket, and those that captured replication configurations lead to, if they are here.
own_buckets="$(ask s3api list-buckets --query 'Buckets[].Name')"
wanted="$bucket"
for _ in 1 2 3; do
  for name in $wanted; do
    if grep -qxF "$name" <<<"$own_buckets" &&
      [[ ! -e "$directory/$account/s3api.get-bucket-policy.$name.json" ]]; then
      capture_bucket "$name"
    fi
  done
  wanted="$(named 'arn:aws[a-z-]*:s3:::[a-z0-9.-]+' \
    "$directory"/*/s3api.get-bucket-replication.* | sed 's/.*::://')"
done

for arn in $(named "arn:aws[a-z-]*:iam::$account:role/[A-Za-z0-9+=,.@_/-]+" \
  "$directory/$account"/s3api.get-bucket-replication.*); do
  capture_role "${arn##*/}"
done

# Keys of this account that buckets or rules name: by ARN, whoever names them, or in short.
for arn in $(named "arn:aws[a-z-]*:kms:[a-z0-9-]+:$account:(key|alias)/[A-Za-z0-9/_-]+" \
  "$directory"/*/s3api.get-bucket-replication.* "$directory"/*/s3api.get-bucket-encryption.*); do
  capture_key "$(cut -d: -f4 <<<"$arn")" "$arn"
done
for file in "$directory/$account"/s3api.get-bucket-encryption.*; do
  name="${file##*/s3api.get-bucket-encryption.}"
  name="${name%.json}"
  key="$(ask s3api get-bucket-encryption --bucket "$name" --query \
    'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID')"
  if [[ -n "$key" && "$key" != arn:* ]]; then
    capture_key "$(region_of "$name")" "$key"
  fi
done

# The organization, where this account may ask about it: run it there last.
if aws organizations list-roots >/dev/null 2>&1 </dev/null; then
  echo 'organization'
  capture organizations.describe-organization.json organizations describe-organization
  capture organizations.list-roots.json organizations list-roots
  for folder in "$directory"/[0-9]*; do
    id="${folder##*/}"
    for _ in 1 2 3 4 5 6 7; do
      capture_level "$id"
      if [[ "$id" == r-* ]]; then break; fi
      id="$(ask organizations list-parents --child-id "$id" --query 'Parents[0].Id')"
      if [[ -z "$id" ]]; then break; fi
    done
  done
fi
echo "written to $directory/$account"
