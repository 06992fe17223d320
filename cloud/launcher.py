"""Starts MiniStack, the AWS of the local cloud, so that Portico's stacks deploy to it unchanged.

MiniStack is configured by its environment (the caller sets AUTH, GATEWAY_PORT, STATE_DIR and the
rest). What its environment cannot say is adjusted here. The adjustments reach into MiniStack's
insides, so each one states what it assumes and checks it first: after a change of version the
launcher ends with one line that names the assumption that no longer holds.

It also ends, saving its state, when its standard input closes, so that it never outlives the
command that started it.
"""

import contextvars
import importlib.metadata
import inspect
import json
import logging
import os
import re
import signal
import socketserver
import sys
import threading
import time
from base64 import b64decode
from email import message_from_bytes
from email.utils import parseaddr

VERSION = "1.5.33"


def assume(holds, what):
    """Ends the process with one line when an assumption about MiniStack does not hold."""
    if not holds:
        sys.exit(f"launcher: MiniStack is not what this launcher expects: {what}")


def parameters(function):
    """The names of a function's parameters; empty when it is not a function."""
    return list(inspect.signature(function).parameters) if callable(function) else []


def require_version():
    """The adjustments were written for, and tried with, exactly one version."""
    try:
        found = importlib.metadata.version("ministack")
    except importlib.metadata.PackageNotFoundError:
        found = "none"
    assume(found == VERSION, f"version {VERSION} is expected, {found} is installed")


def require_signed_tokens():
    """Without `cryptography` MiniStack signs with random bytes and every token is refused."""
    from ministack.services import cognito

    assume(getattr(cognito, "_RSA_PRIVATE_KEY", None) is not None, "Cognito has no signing key (is cryptography installed?)")


def refuse_tokens_as_cognito_does():
    """A pre-token trigger that fails means no token, and a refusal that an SDK does not try again.

    MiniStack's default is a token all the same; in its strict mode it answers 500.
    """
    from ministack.services import cognito

    apply = getattr(cognito, "_apply_pretoken_trigger", None)
    dispatch = getattr(cognito, "_dispatch_idp", None)
    assume(callable(apply) and "MINISTACK_COGNITO_PRETOKEN_STRICT" in inspect.getsource(apply),
           "cognito._apply_pretoken_trigger has a strict mode")
    assume(os.environ.get("MINISTACK_COGNITO_PRETOKEN_STRICT") == "1", "MINISTACK_COGNITO_PRETOKEN_STRICT=1 is set")
    assume(inspect.iscoroutinefunction(dispatch) and parameters(dispatch) == ["action", "data"],
           "cognito._dispatch_idp(action, data) is a coroutine")

    class Refused(Exception):
        pass

    def apply_or_refuse(*args, **kwargs):
        try:
            return apply(*args, **kwargs)
        except Exception as cause:
            raise Refused(f"PreTokenGeneration failed with error {cause}.") from cause

    async def dispatch_or_refuse(action, data):
        try:
            return await dispatch(action, data)
        except Refused as refusal:
            return cognito.error_response_json("UserLambdaValidationException", str(refusal), 400)

    cognito._apply_pretoken_trigger = apply_or_refuse
    cognito._dispatch_idp = dispatch_or_refuse


def ask_about_unknown_users_as_cognito_does():
    """An app client that hides who exists goes on with an unknown user as with a wrong password.

    Cognito then asks the define trigger, too, and tells it that there is no such user. MiniStack
    answers at once that there is none, so a sign-in would take less time for an unknown address.
    """
    from ministack.services import cognito

    initiate, respond = getattr(cognito, "_admin_initiate_auth", None), getattr(cognito, "_respond_to_password_verifier", None)
    build = getattr(cognito, "_build_define_auth_challenge_event", None)
    assume(parameters(initiate) == ["data"], "cognito._admin_initiate_auth(data)")
    assume(parameters(respond) == ["data", "cid"], "cognito._respond_to_password_verifier(data, cid)")
    assume(parameters(build) == ["pool_id", "client_id", "username", "user_attrs", "session", "client_metadata"],
           "cognito._build_define_auth_challenge_event builds what the trigger is asked")
    assume(parameters(getattr(cognito, "_return_custom_auth_password_verifier", None)) == ["token", "session", "user"],
           "cognito._return_custom_auth_password_verifier(token, session, user)")
    for name in ("_hides_user_existence", "_resolve_user", "_create_challenge_session", "_append_challenge_to_session",
                 "_invoke_define_auth_challenge_trigger", "_srp_response_format_error"):
        assume(callable(getattr(cognito, name, None)), f"cognito.{name} is a function")
    assume(hasattr(getattr(cognito, "_challenge_sessions", None), "get"), "cognito._challenge_sessions holds what is asked")
    assume(parameters(getattr(cognito, "_srp_proof_valid", None)) == ["pool_id", "user", "state", "responses"],
           "cognito._srp_proof_valid(pool_id, user, state, responses)")

    def hidden(data, name):
        pool = cognito._user_pools.get(data.get("UserPoolId"))
        return (data.get("AuthFlow") == "CUSTOM_AUTH" and pool is not None and name
                and cognito._hides_user_existence(pool, data.get("ClientId")) and cognito._resolve_user(pool, name)[0] is None)

    def initiate_for_all(data):
        given = data.get("AuthParameters", {})
        name = given.get("USERNAME")
        if not hidden(data, name):
            return initiate(data)
        pool, client = data["UserPoolId"], data["ClientId"]
        token, session = cognito._create_challenge_session(pool, client, name)
        session["unknown"] = True
        if given.get("CHALLENGE_NAME") == "SRP_A":
            cognito._append_challenge_to_session(session, "SRP_A", True, None, {}, {})
            session["srp_a"] = given.get("SRP_A") or ""
        asked, error = cognito._invoke_define_auth_challenge_trigger(pool, client, name, {}, session, data.get("ClientMetadata", {}))
        if not error and (asked or {}).get("response", {}).get("challengeName") == "PASSWORD_VERIFIER":
            return cognito._return_custom_auth_password_verifier(token, session, {"Username": name})
        del cognito._challenge_sessions[token]
        return error or cognito.error_response_json("NotAuthorizedException", "Incorrect username or password.", 400)

    def respond_for_all(data, cid):
        session = cognito._challenge_sessions.get(data.get("Session"), {})
        answers = data.get("ChallengeResponses") or {}
        if session.get("unknown") and not cognito._srp_response_format_error(answers):
            cognito._srp_proof_valid(session["pool_id"], {"Username": session["username"]}, session["srp"], answers)
        return respond(data, cid)  # which refuses whom it does not find

    def build_with_unknown(pool_id, client_id, username, user_attrs, session, client_metadata=None):
        event = build(pool_id, client_id, username, user_attrs, session, client_metadata)
        event["request"]["userNotFound"] = session.get("unknown", False)
        return event

    cognito._admin_initiate_auth = initiate_for_all
    cognito._respond_to_password_verifier = respond_for_all
    cognito._build_define_auth_challenge_event = build_with_unknown


def count_requests_as_tls(app, iam_evaluator):
    """Loopback stands for TLS: buckets refuse requests without it, and there is no certificate here."""
    original = getattr(iam_evaluator, "pin_request_origin", None)
    assume(parameters(original) == ["source_ip", "secure_transport"],
           "iam_evaluator.pin_request_origin(source_ip, secure_transport)")
    assume(getattr(app, "pin_request_origin", None) is original, "app.pin_request_origin is iam_evaluator's")

    def pin(source_ip, secure_transport):
        original(source_ip, True)

    iam_evaluator.pin_request_origin = pin
    app.pin_request_origin = pin


def answer_functions_at_once():
    """Nagle's algorithm delays each answer of the functions' runtime API by 40 ms."""
    assume(hasattr(socketserver.StreamRequestHandler, "disable_nagle_algorithm"),
           "socketserver.StreamRequestHandler.disable_nagle_algorithm")
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True


def make_receipt_rules(ses, provisioners):
    """CloudFormation makes receipt rules on AWS. MiniStack's SES has them, its CloudFormation does not; an own one of a later version wins."""
    handlers = getattr(provisioners, "_RESOURCE_HANDLERS", None)
    calls = {name: getattr(ses, f"_{name}", None) for name in (
        "create_receipt_rule_set", "delete_receipt_rule_set", "create_receipt_rule", "delete_receipt_rule")}
    assume(hasattr(handlers, "setdefault"), "cloudformation.provisioners._RESOURCE_HANDLERS is a dict")
    assume(all(parameters(call) == ["params"] for call in calls.values()), "ses._create_receipt_rule(params) and its like")

    def call(name, **params):
        status, _, body = calls[name](params)
        if status >= 400:
            raise ValueError(body)

    def flat(prefix, value):
        if isinstance(value, dict):
            parts = [(f"{prefix}.{key}", inner) for key, inner in value.items()]
        elif isinstance(value, list):
            parts = [(f"{prefix}.member.{n}", inner) for n, inner in enumerate(value, 1)]
        else:
            return {prefix: str(value)}
        return {key: text for inner, part in parts for key, text in flat(inner, part).items()}

    def create_set(logical_id, props, _stack):
        name = props.get("RuleSetName") or logical_id
        call("create_receipt_rule_set", RuleSetName=name)
        return name, {}

    def delete_set(name, _props):
        call("delete_receipt_rule_set", RuleSetName=name)

    def create_rule(logical_id, props, _stack):
        rule = {"Name": logical_id, **props["Rule"]}
        call("create_receipt_rule", RuleSetName=props["RuleSetName"], **flat("Rule", rule))
        return rule["Name"], {}

    def delete_rule(name, props):
        call("delete_receipt_rule", RuleSetName=props["RuleSetName"], RuleName=name)

    def update_rule(name, old, new, stack):
        delete_rule(name, old)
        return create_rule(name, new, stack)

    handlers.setdefault("AWS::SES::ReceiptRuleSet", {"create": create_set, "delete": delete_set})
    handlers.setdefault("AWS::SES::ReceiptRule", {"create": create_rule, "update": update_rule, "delete": delete_rule})


class Sending(str):
    """The ARN of the sending identity, and with it the configuration set that the mail names."""

    configuration_set = ""


def evaluate_sending_as_ses_does(iam_actions, iam_evaluator, ses, ses_v2):
    """SES checks a sender against its identity and its configuration set; MiniStack checks `*` only."""
    extract = getattr(iam_actions, "extract_resource_arn", None)
    enforce = getattr(iam_evaluator, "enforce", None)
    assume(parameters(extract) == ["service", "method", "path", "headers", "body", "query_params", "region", "account_id"],
           "iam_actions.extract_resource_arn(service, method, path, headers, body, query_params, region, account_id)")
    assume(parameters(enforce)[:5] == ["access_key_id", "iam_action", "service", "region", "resource_arn"],
           "iam_evaluator.enforce(access_key_id, iam_action, service, region, resource_arn, …)")
    stores = [getattr(ses, "_identities", None), getattr(ses_v2, "_identities", None)]
    assume(all(hasattr(store, "__contains__") for store in stores), "ses._identities and ses_v2._identities")

    def parameter(query, name):
        value = query.get(name, "")
        return value[0] if isinstance(value, list) else value

    def sending(query, region, account):
        raw = parameter(query, "RawMessage.Data")
        message = message_from_bytes(b64decode(raw)) if raw else {}
        address = parseaddr(parameter(query, "Source") or str(message.get("From", "")))[1]
        domain = address.rpartition("@")[2]
        identity = address if any(address in store for store in stores) else domain
        arn = Sending(f"arn:aws:ses:{region}:{account}:identity/{identity}")
        name = parameter(query, "ConfigurationSetName") or str(message.get("X-SES-CONFIGURATION-SET", ""))
        if name:
            arn.configuration_set = f"arn:aws:ses:{region}:{account}:configuration-set/{name}"
        return arn

    def extract_with_sending(service, method, path, headers, body, query_params, region, account_id):
        if service == "ses" and parameter(query_params, "Action") in ("SendEmail", "SendRawEmail"):
            return sending(query_params, region, account_id)
        return extract(service, method, path, headers, body, query_params, region, account_id)

    def enforce_both(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
        if denied is None and isinstance(resource_arn, Sending) and resource_arn.configuration_set:
            denied = enforce(access_key_id, iam_action, service, region, resource_arn.configuration_set, service_context)
        return denied

    iam_actions.extract_resource_arn = extract_with_sending
    iam_evaluator.enforce = enforce_both


def evaluate_batches_as_sqs_does(iam_evaluator):
    """On AWS the right to send, delete or change one message is the right to do so with ten; MiniStack wants a right by the batch's name."""
    enforce = getattr(iam_evaluator, "enforce", None)
    assume(callable(enforce), "iam_evaluator.enforce")

    def enforce_single(access_key_id, iam_action, *args, **kwargs):
        if iam_action.startswith("sqs:"):
            iam_action = iam_action.removesuffix("Batch")
        return enforce(access_key_id, iam_action, *args, **kwargs)

    iam_evaluator.enforce = enforce_single


class Row(str):
    """The ARN of the table of one part of a transaction, and with it the partition keys that this part touches."""

    keys = ()


def evaluate_partition_keys_as_dynamodb_does(iam_actions, iam_evaluator, dynamodb):
    """DynamoDB tells IAM which partition keys a call touches (dynamodb:LeadingKeys); MiniStack does not. What names no key it can read has the key ""."""
    context = getattr(iam_actions, "dynamodb_service_context", None)
    checks = getattr(iam_actions, "dynamodb_transaction_checks", None)
    enforce = getattr(iam_evaluator, "enforce", None)
    members = getattr(iam_actions, "_DYNAMODB_TRANSACT_ITEM_ACTIONS", None)
    assume(parameters(context) == ["body"], "iam_actions.dynamodb_service_context(body)")
    assume(parameters(checks) == ["iam_action", "body", "region", "account_id"],
           "iam_actions.dynamodb_transaction_checks(iam_action, body, region, account_id)")
    assume(isinstance(members, dict) and "Put" in members, "iam_actions._DYNAMODB_TRANSACT_ITEM_ACTIONS")
    assume(hasattr(getattr(dynamodb, "_tables", None), "get"), "dynamodb._tables")

    def keys(part):
        if "RequestItems" in part:
            return [key for name, batch in part["RequestItems"].items() for key in keys_of_batch(name, batch)]
        table = dynamodb._tables.get(str(part.get("TableName")).rpartition("/")[2]) or {}
        name = table.get("pk_name")
        row = part.get("Key") or part.get("Item")
        if row:
            return [str(next(iter(row.get(name, {}).values()), ""))]
        if "KeyConditionExpression" not in part:
            return []
        if "IndexName" in part:
            name = partition_of(table, part["IndexName"])
        names, values = part.get("ExpressionAttributeNames") or {}, part.get("ExpressionAttributeValues") or {}
        equal = re.findall(r"([#\w]+)\s*=\s*(:\w+)", part["KeyConditionExpression"])
        return [str(next((next(iter(values[value].values())) for left, value in equal if names.get(left, left) == name), ""))]

    def keys_of_batch(table, batch):
        if isinstance(batch, list):
            return [""]  # a batch of writes, which nothing of ours makes
        return [key for row in batch.get("Keys", []) for key in keys({"TableName": table, "Key": row})]

    def partition_of(table, index):
        schemas = [i.get("KeySchema") or [] for i in table.get("GlobalSecondaryIndexes") or [] if i.get("IndexName") == index]
        return next((k.get("AttributeName") for schema in schemas for k in schema if k.get("KeyType") == "HASH"), None)

    def context_with_keys(body):
        found = context(body)
        return {**found, "dynamodb:LeadingKeys": keys(json.loads(body))} if found else found

    def checks_with_keys(iam_action, body, region, account_id):
        made = checks(iam_action, body, region, account_id)
        items = json.loads(body)["TransactItems"] if made else []
        rows = []
        for (action, arn), part in zip(made, [item[member] for item in items for member in members if member in item], strict=True):
            rows.append((action, Row(arn)))
            rows[-1][1].keys = keys(part)
        return rows

    def enforce_keys(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        if isinstance(resource_arn, Row):
            service_context = {**(service_context or {}), "dynamodb:LeadingKeys": resource_arn.keys}
        return enforce(access_key_id, iam_action, service, region, resource_arn, service_context)

    iam_actions.dynamodb_service_context = context_with_keys
    iam_actions.dynamodb_transaction_checks = checks_with_keys
    iam_evaluator.enforce = enforce_keys


def trace_as_lambda_does(app, lambda_svc):
    """An invocation has the trace id of the request that caused it, as the gateway hands it on: failure tests find by it whose call a call is."""
    caused_by = contextvars.ContextVar("caused_by", default=None)
    serve, trace = getattr(app, "app", None), getattr(lambda_svc, "_xray_trace_id_for_invocation", None)
    assume(parameters(serve) == ["scope", "receive", "send"], "app.app(scope, receive, send)")
    assume(parameters(trace) == ["config", "inbound_trace_header"],
           "lambda_svc._xray_trace_id_for_invocation(config, inbound_trace_header)")

    async def serve_in_trace(scope, receive, send):
        headers = dict(scope.get("headers", ()))
        caused_by.set(headers.get(b"x-amzn-trace-id", b"").decode("latin-1") or None)
        await serve(scope, receive, send)

    app.app = serve_in_trace
    lambda_svc._xray_trace_id_for_invocation = lambda config, inbound=None: trace(config, inbound or caused_by.get())


def take_again_at_once(lambda_svc, seconds):
    """A message that comes back to its queue wakes nobody: MiniStack looks once a second. On AWS somebody is always waiting for it."""
    wake = getattr(lambda_svc, "_esm_wake", None)
    assume(isinstance(wake, threading.Event) and "_esm_wake.wait(" in inspect.getsource(lambda_svc._poll_loop),
           "lambda_svc._poll_loop waits for the event _esm_wake")

    def look_again():
        while True:
            time.sleep(seconds)
            wake.set()

    threading.Thread(target=look_again, daemon=True).start()


def begin_streams_anew(lambda_svc):
    """MiniStack keeps over a restart how far a trigger has read a table's stream, as a count of changes, but not the stream itself, which begins
    anew and empty: as many changes as were ever read before would be passed over. Without the count a trigger begins where the stream does."""
    restore, positions = getattr(lambda_svc, "_restore_esm_positions", None), getattr(lambda_svc, "_dynamodb_stream_positions", None)
    assume(parameters(restore) == ["store", "positions"], "lambda_svc._restore_esm_positions(store, positions)")
    assume(positions is not None and "_dynamodb_stream_positions, data" in inspect.getsource(lambda_svc._restore_state),
           "lambda_svc._restore_state restores _dynamodb_stream_positions")

    def restore_without_streams(store, kept):
        if store is not positions:
            restore(store, kept)

    lambda_svc._restore_esm_positions = restore_without_streams


def require_late_imports(app):
    """The replaced functions take effect because the gateway imports them anew for each request."""
    source = inspect.getsource(app)
    assume("enforce, pin_request_caller" in source and not hasattr(app, "enforce") and not any(
        hasattr(app, name) for name in ("extract_resource_arn", "dynamodb_service_context", "dynamodb_transaction_checks")),
           "app imports enforce and what finds a call's resource and keys inside its request handler")


def save_now_and_then(app, seconds):
    """Saves the state in between, so that a crash of the machine costs seconds of work and not all of it."""
    from ministack.core import persistence

    build, save = getattr(app, "_build_persistence_save_dict", None), getattr(persistence, "save_all", None)
    assume(parameters(build) == [] and callable(build), "app._build_persistence_save_dict()")
    assume(parameters(save) == ["services"], "persistence.save_all(services)")
    logging.getLogger("persistence").setLevel(logging.WARNING)  # or each time would be a page of log
    while True:
        time.sleep(seconds)
        save(build())


def end_with_the_starter():
    """Waits for standard input to close, then asks for an orderly end."""
    while sys.stdin.buffer.read(4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main():
    require_version()
    from ministack import app
    from ministack.core import iam_actions, iam_evaluator
    from ministack.services import dynamodb, lambda_svc, ses, ses_v2
    from ministack.services.cloudformation import provisioners

    require_signed_tokens()
    refuse_tokens_as_cognito_does()
    ask_about_unknown_users_as_cognito_does()
    require_late_imports(app)
    count_requests_as_tls(app, iam_evaluator)
    answer_functions_at_once()
    trace_as_lambda_does(app, lambda_svc)
    begin_streams_anew(lambda_svc)
    take_again_at_once(lambda_svc, seconds=0.2)
    evaluate_sending_as_ses_does(iam_actions, iam_evaluator, ses, ses_v2)
    evaluate_batches_as_sqs_does(iam_evaluator)
    evaluate_partition_keys_as_dynamodb_does(iam_actions, iam_evaluator, dynamodb)
    make_receipt_rules(ses, provisioners)
    assume(getattr(app, "AUTH", False) is True, "AUTH=true turns the enforcement of IAM on")
    assume(parameters(getattr(app, "main", None)) == [] and hasattr(app, "main"), "app.main()")
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    if seconds := int(os.environ.get("SAVE_EVERY_SECONDS", "0")):
        threading.Thread(target=save_now_and_then, args=(app, seconds), daemon=True).start()
    sys.argv = sys.argv[:1]
    app.main()


if __name__ == "__main__":
    main()
