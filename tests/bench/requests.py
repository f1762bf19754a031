#!/usr/bin/env python3
"""Writes signed slash-command requests for the load generator: each with its own trigger id, so that none is a repeat."""
import hashlib
import hmac
import sys
import time

secret, count, close, path = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "close", sys.argv[4]
now = str(int(time.time()))
# Members of this call alone, 20 commands each: nobody meets the limit of 30 a minute.
salt = f"{time.time_ns() // 1000 % 10**9:09d}"
with open(path, "wb") as out:
    for number in range(count):
        body = (f"token=legacy&team_id=T0BENCH01&team_domain=bench&channel_id=C0BENCH{number % 50:02d}&channel_name=general"
                f"&user_id=U{salt}{number % max(1, count // 20):05d}&user_name=somebody&command=%2Fally&text=tip&api_app_id=A0BENCH01"
                f"&is_enterprise_install=false&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0BENCH01%2F{number}%2Fx"
                f"&trigger_id={number}.{now}.abcdef0123456789abcdef0123456789").encode()
        mac = hmac.new(secret.encode(), b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
        head = (f"POST /slack/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
                f"Accept: application/json,*/*\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
                f"X-Slack-Signature: v0={mac}\r\nX-Slack-Request-Timestamp: {now}\r\n"
                + ("Connection: close\r\n" if close else "") + "\r\n").encode()
        request = head + body
        out.write(f"{len(request)}\n".encode() + request)
