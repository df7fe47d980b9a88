# SPDX-License-Identifier: Apache-2.0
"""Loads a Python handler and serves it with events, frame by frame.

The frames are described in the Java package io.glowplug.runtime.channel.framed; what the handler gets to see follows
https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html. Runs on Python 3.8 and newer.

Callers wait for this file to be compiled and run, so it is short, and what only some functions need (logging,
traceback, socket in its full form) is imported when they need it.
"""

import _sitebuiltins
import _socket
import builtins
import os
import sys
import time
from json import JSONEncoder, loads

INVOKE, READY, RESPONSE, ERROR, INIT_ERROR, LOAD = 1, 2, 3, 4, 5, 6
MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100
MAX_ERROR_CHARACTERS = 256 * 1024
CHUNK_BYTES = 64 * 1024

current_request_id = ""


class Fault(Exception):
    """A failure that is reported under a type of its own instead of its exception's name."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class Connection:
    """The socket to the platform. When the platform closes it, this process has no purpose left and ends."""

    def __init__(self, path):
        self._socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        self._socket.connect(path)

    def receive_load(self):
        """Waits for the function; returns how to load it."""
        view = self._receive_frame(LOAD)
        return loads(str(view[9:], "utf-8"))

    def receive(self):
        """Waits for an event; returns its turn, its header and its payload as text in UTF-8."""
        view = self._receive_frame(INVOKE)
        turn = int.from_bytes(view[5:9], "big")
        payload_at = 13 + int.from_bytes(view[9:13], "big")
        return turn, view[13:payload_at], view[payload_at:]

    def _receive_frame(self, expected):
        frame = self._receive_some()
        while len(frame) < 4:
            frame += self._receive_some()
        end = 4 + int.from_bytes(frame[:4], "big")
        if len(frame) < end:
            frame = self._receive_rest(frame, end)
        view = memoryview(frame)[:end]
        if view[4] != expected:
            os._exit(1)
        return view

    def _receive_some(self):
        try:
            received = self._socket.recv(CHUNK_BYTES)
        except ConnectionError:
            os._exit(0)
        if not received:
            os._exit(0)
        return received

    def _receive_rest(self, start, end):
        frame = bytearray(end)
        frame[: len(start)] = start
        view = memoryview(frame)
        filled = len(start)
        while filled < end:
            received = self._socket.recv_into(view[filled:])
            if not received:
                os._exit(0)
            filled += received
        return frame

    def send(self, frame_type, turn, body=b""):
        head = (5 + len(body)).to_bytes(4, "big") + bytes((frame_type,)) + turn.to_bytes(4, "big")
        try:
            if len(body) < CHUNK_BYTES:
                self._socket.sendall(head + body)
            else:
                self._socket.sendall(head)
                self._socket.sendall(body)
        except ConnectionError:
            os._exit(0)

    def close(self):
        self._socket.close()


class Described:
    """Shows its attributes when it is printed, as people do to see what a context holds."""

    def __repr__(self):
        shown = ",".join(f"{name}={value}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"{type(self).__name__}([{shown}])"


class CognitoIdentity(Described):
    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class Client(Described):
    def __init__(self, given):
        self.installation_id = given.get("installation_id")
        self.app_title = given.get("app_title")
        self.app_version_name = given.get("app_version_name")
        self.app_version_code = given.get("app_version_code")
        self.app_package_name = given.get("app_package_name")


class ClientContext(Described):
    def __init__(self, given):
        self.custom = given.get("custom")
        self.env = given.get("env")
        self.client = Client(given["client"]) if given.get("client") else None


class LambdaContext(Described):
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, header):
        environment = os.environ
        self.aws_request_id = header["requestId"]
        self.invoked_function_arn = header["invokedFunctionArn"]
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = CognitoIdentity()
        self.client_context = client_context(header)
        self.tenant_id = None  # no function here has tenants
        self._deadline_ms = header["deadlineMs"]

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        write_line(str(message))


def write_line(text):
    """On Lambda each of these is an entry of its own, whatever it ends with."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def client_context(header):
    given = header.get("clientContext")
    if given is None:
        return None
    try:
        return ClientContext(loads(given))
    except Exception as problem:
        raise Fault("Runtime.LambdaContextUnmarshalError", f"Unable to parse Client Context JSON: {problem}")


class LoggingWatch:
    """Sets logging up as Lambda does at the moment somebody imports it, which many functions never do."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        run_module = spec.loader.exec_module

        def run_and_set_up(module):
            run_module(module)
            set_up_logging(module)

        spec.loader.exec_module = run_and_set_up
        return spec


class SnapshotHooks:
    """Lambda's interpreters have this module, and functions that know of snapshots import it whether one is taken of them
    or not. None is taken here, so what they register is kept and never called, as on Lambda without SnapStart. A
    package that the function brings along comes first. https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html
    """

    def find_spec(self, name, path=None, target=None):
        if name != "snapshot_restore_py":
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        before, after = [], []

        def register_before_snapshot(func, *args, **kwargs):
            before.append((func, args, kwargs))
            return func

        def register_after_restore(func, *args, **kwargs):
            after.append((func, args, kwargs))
            return func

        module.register_before_snapshot = register_before_snapshot
        module.register_after_restore = register_after_restore
        module.get_before_snapshot = lambda: before
        module.get_after_restore = lambda: after


def set_up_logging(logging):
    class LambdaLoggerHandler(logging.Handler):
        def emit(self, record):
            try:
                record.aws_request_id = current_request_id
                # One entry of the log, however many lines: those within are parted by carriage returns, as in Node.js.
                write_line(self.format(record).rstrip("\n").replace("\n", "\r"))
            except Exception:
                self.handleError(record)

    logging.Formatter.converter = time.gmtime
    handler = LambdaLoggerHandler()
    if logs_as_json():
        handler.setFormatter(json_formatter(logging))
        levels = {"TRACE": 1, "FATAL": logging.CRITICAL}
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.root.setLevel(levels.get(level, level))
    else:
        formatter = logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
        )
        handler.setFormatter(formatter)
    logging.root.addHandler(handler)


def logs_as_json():
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


def timestamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03d}Z"


def json_line(entry):
    try:
        return JSONEncoder(ensure_ascii=False, default=str).encode(entry) + "\n"
    except (TypeError, ValueError):  # keys that are no text, or an object that holds itself
        return JSONEncoder(default=str).encode({name: str(value) for name, value in entry.items()}) + "\n"


def json_formatter(logging):
    """https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html shows the fields."""
    usual = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "aws_request_id"}

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            entry = {
                "timestamp": timestamp(record.created),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
            }
            if record.exc_info and record.exc_info[0]:
                entry["stackTrace"] = self.formatException(record.exc_info).splitlines()
                entry["errorType"] = record.exc_info[0].__name__
                entry["errorMessage"] = str(record.exc_info[1])
                entry["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
            if current_request_id:
                entry["requestId"] = current_request_id
            for name, value in record.__dict__.items():
                if name not in usual and name not in entry:
                    entry[name] = value
            return json_line(entry)

    return JsonFormatter()


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': not of the form module.function")
    dotted = module_name.replace("/", ".")
    if dotted.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module"
        )
    try:
        __import__(dotted)
    except ImportError as problem:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {problem}")
    except SyntaxError as problem:
        raise Fault(
            "Runtime.UserCodeSyntaxError",
            f"Syntax error in module '{module_name}': {problem}",
            [f'  File "{problem.filename}" Line {problem.lineno}\n    {problem.text}'],
        )
    except ValueError as problem:
        if dotted and ".." not in dotted and not dotted.startswith("."):
            raise
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {problem}")
    try:
        return getattr(sys.modules[dotted], function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")


decimal_mark = None


def beyond_json(value):
    """What Lambda's client writes although JSON does not know it: decimals to their last digit, and bytes as text."""
    global decimal_mark
    if isinstance(value, bytes):
        return value.decode()
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        if value.is_nan():
            return float("nan")
        # The encoder has no way to write a number that it does not know, so it is a marked text at first.
        decimal_mark = decimal_mark or os.urandom(16).hex()
        return f"{decimal_mark}{value}{decimal_mark}"
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


encode = JSONEncoder(ensure_ascii=False, default=beyond_json).encode


def to_json(value):
    text = encode(value)
    if decimal_mark is not None:
        text = text.replace(f'"{decimal_mark}', "").replace(f'{decimal_mark}"', "")
    # UTF-8 has no form for half of a surrogate pair, and JSON's happens to be Python's.
    return text.encode("utf-8", "backslashreplace")


def run(handler, header, payload):
    context = LambdaContext(header)
    try:
        event = loads(str(payload, "utf-8"))
    except Exception as problem:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {problem}")
    answer = handler(event, context)
    try:
        body = answer if isinstance(answer, bytes) else to_json(answer)
    except Exception as problem:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {problem}")
    if len(body) > MAX_ANSWER_BYTES:
        raise Fault(
            "Function.ResponseSizeTooLarge",
            f"Response payload size exceeded maximum allowed payload size ({MAX_ANSWER_BYTES} bytes).",
        )
    return body


def report(problem, request_id):
    """Logs a problem and returns the document about it."""
    if isinstance(problem, Fault):
        error_type, trace = problem.error_type, problem.trace
    else:
        error_type, trace = type(problem).__name__, user_frames(problem)
    try:
        message = str(problem)[:MAX_ERROR_CHARACTERS]
    except Exception:
        message = ""
    log_error(error_type, message, trace)
    document = {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}
    return to_json(document)


def user_frames(problem):
    import traceback

    frames = [
        (frame.filename, frame.lineno, frame.name, frame.line)
        for frame in traceback.extract_tb(problem.__traceback__)
        if frame.filename != __file__ and not frame.filename.startswith("<frozen importlib")
    ]
    return traceback.format_list(frames)


def log_error(error_type, message, trace):
    """One log entry: its lines are parted by carriage returns, and indented by spaces that nobody trims."""
    if logs_as_json():
        entry = {"timestamp": timestamp(time.time()), "level": "ERROR", "errorType": error_type, "errorMessage": message}
        if current_request_id:
            entry["requestId"] = current_request_id
        sys.stderr.write(json_line({**entry, "stackTrace": trace}))
        return
    lines = [f"[ERROR] {error_type}: {message}" if message else f"[ERROR] {error_type}"]
    if trace:
        lines.append("Traceback (most recent call last):")
    for entry in trace:
        for line in entry.splitlines():
            text = line.lstrip(" ")
            lines.append("\u00a0" * (len(line) - len(text)) + text)
    sys.stderr.write("\r".join(lines) + "\n")


def flush_output():
    """Whatever was printed is on its way before the platform hears of the reply."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # closed or replaced by the function; its own affair
            pass


def serve(connection, handler):
    global current_request_id
    while True:
        turn, header_json, payload = connection.receive()
        header = loads(str(header_json, "utf-8"))
        current_request_id = header["requestId"]
        trace_id = header.get("traceId")
        if trace_id is not None:
            os.environ["_X_AMZN_TRACE_ID"] = trace_id
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            frame_type, body = RESPONSE, run(handler, header, payload)
        except Exception as problem:
            frame_type, body = ERROR, report(problem, current_request_id)
        flush_output()
        connection.send(frame_type, turn, body)
        current_request_id = ""
        del header, payload, body


def rehearse():
    """Most of a first call is code that runs for the first time. A process that waits for its function has the time to
    import what most functions want, and to run a function of its own, of which nothing remains."""
    import base64, collections, datetime, functools, hashlib, json, random, re, traceback, typing, urllib.parse, uuid  # noqa
    import gc

    stage = "/tmp/rehearsal"
    os.mkdir(stage)
    with open(stage + "/rehearsal.py", "w") as module:
        module.write("def handler(event, context):\n    return event\n")
    sys.path.insert(0, stage)
    handler = load_handler("rehearsal.handler")
    header = {"requestId": "", "invokedFunctionArn": "", "deadlineMs": 0}
    for _ in range(50):
        run(handler, header, memoryview(b'{"some": ["text", 1]}'))
    del sys.modules["rehearsal"], sys.path[0], sys.path_importer_cache[stage]
    os.remove(stage + "/rehearsal.py")
    os.rmdir(stage)
    gc.collect()
    gc.freeze()


def prepare_interpreter(order):
    """What Lambda's interpreter has set up when the module is loaded; the interpreter was started without site."""
    os.environ.update(order["environment"])
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    opt = os.environ.pop("GLOWPLUG_LAYERS", "/opt")
    layers = [f"{opt}/python/lib/{version}/site-packages", f"{opt}/python"]
    # Takes the place of the directory of this file.
    sys.path[0:1] = [os.environ["LAMBDA_TASK_ROOT"], *filter(os.path.isdir, layers)]
    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D")
    sys.stdout.reconfigure(line_buffering=True)
    sys.stderr.reconfigure(line_buffering=True)
    sys.meta_path.insert(0, LoggingWatch())
    sys.meta_path.append(SnapshotHooks())


def main():
    if os.environ.pop("GLOWPLUG_AHEAD", None):
        rehearse()
    connection = Connection(os.environ.pop("GLOWPLUG_CHANNEL"))
    try:
        prepare_interpreter(connection.receive_load())
        try:
            handler = load_handler(os.environ["_HANDLER"])
        except Exception as problem:
            document = report(problem, "")
            flush_output()
            connection.send(INIT_ERROR, 0, document)
            sys.exit(1)
        flush_output()
        connection.send(READY, 0)
        serve(connection, handler)
    finally:
        # The platform knows at once that an exiting function is gone, even while its threads are being joined.
        connection.close()


if __name__ == "__main__":
    main()
