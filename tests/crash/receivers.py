"""A real SMTP server (aiosmtpd) and the three group robots, which take notices while the crash test kills the sender.

Prints one line of JSON: {"control", "email", "dingtalk", "wecom", "feishu"}: the loopback ports.
Its control listens over HTTP:
  POST /control   {"channel", "mode", "match"?, "pid"?}; the mode is one of
      answer  as the real one does
      shut    takes connections and reads nothing; what waited is closed unread when the mode changes
      hold    reads a message that holds `match`, notes it, and answers when the mode changes
      kill    answers the next message that holds `match`, kills `pid` in the same breath, and answers from then on
  GET /state      {"messages": [{"channel", "to", "id", "text", "held"}…], "waiting": {channel: connections}}
                  `id` stands in mails only; `waiting` counts what came to a channel that is shut
"""

import asyncio
import json
import os
import re
import signal
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.smtp import SMTP

ROBOTS = ("dingtalk", "wecom", "feishu")
changed = threading.Condition()
modes = {name: {"mode": "answer"} for name in ("email", *ROBOTS)}
waiting = {name: 0 for name in modes}
messages = []


def enter(channel):
    """False: the channel was shut when this connection came, which is to be closed unread."""
    with changed:
        if modes[channel]["mode"] != "shut":
            return True
        waiting[channel] += 1
        changed.wait_for(lambda: modes[channel]["mode"] != "shut")
        waiting[channel] -= 1
        return False


def meant(channel, mode, text):
    return modes[channel]["mode"] == mode and modes[channel].get("match", "") in text


def take(channel, to, text, id=""):
    """Notes a message and returns when it is to be answered: whom to kill then, or nothing."""
    message = {"channel": channel, "to": to, "id": id, "text": text, "held": False}
    with changed:
        messages.append(message)
        message["held"] = meant(channel, "hold", text)
        changed.wait_for(lambda: not meant(channel, "hold", text))
        message["held"] = False
        if not meant(channel, "kill", text):
            return None
        victim = modes[channel]["pid"]
        modes[channel] = {"mode": "answer"}
        return victim


class MailServer(SMTP):
    victim = None

    async def _handle_client(self):
        if await asyncio.to_thread(enter, "email"):
            return await super()._handle_client()
        self.transport.abort()

    async def push(self, status):
        await super().push(status)
        if self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None


class MailHandler:
    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.original_content, policy=policy.default)
        text = mail["Subject"] + "\n" + mail.get_body(("plain",)).get_content()
        server.victim = await asyncio.to_thread(take, "email", envelope.rcpt_tos[0], text, mail["Message-ID"])
        return "250 OK queued"


def read_dingtalk(body):
    return body["at"]["atUserIds"][0], body["markdown"]["title"] + "\n" + body["markdown"]["text"]


def read_wecom(body):
    text = body["markdown"]["content"]
    return re.search("<@([^>]+)>", text)[1], text


def read_feishu(body):
    text = body["card"]["header"]["title"]["content"] + "\n" + body["card"]["elements"][0]["text"]["content"]
    return re.search("<at id=([^>]+)>", text)[1], text


READ = {"dingtalk": read_dingtalk, "wecom": read_wecom, "feishu": read_feishu}
SAID = {
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
}


class Http(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def read_body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def say(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # the sender was killed

    def log_message(self, *_):
        pass


class Robot(Http):
    def do_POST(self):
        channel = self.server.channel
        if not enter(channel):
            self.close_connection = True
            return
        to, text = READ[channel](self.read_body())
        victim = take(channel, to, text)
        self.say(SAID[channel])
        if victim is not None:
            os.kill(victim, signal.SIGKILL)


class Control(Http):
    def do_POST(self):
        wish = self.read_body()
        with changed:
            modes[wish.pop("channel")] = wish
            changed.notify_all()
        self.say({})

    def do_GET(self):
        with changed:
            state = {"messages": [dict(message) for message in messages], "waiting": dict(waiting)}
        self.say(state)


def serve_http(handler, channel=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.channel = channel
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


async def main():
    loop = asyncio.get_running_loop()
    mail = await loop.create_server(
        lambda: MailServer(MailHandler(), hostname="mail.example", enable_SMTPUTF8=False, loop=loop), "127.0.0.1", 0)
    ports = {robot: serve_http(Robot, robot) for robot in ROBOTS}
    ports["email"] = mail.sockets[0].getsockname()[1]
    ports["control"] = serve_http(Control)
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
