-- A slash command as Slack sends it, unproven: for bench_receiver and nginx.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["User-Agent"] = "Slackbot 1.0 (+https://api.slack.com/robots)"
wrk.headers["X-Slack-Request-Timestamp"] = "1531420618"
wrk.headers["X-Slack-Signature"] = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
wrk.headers["Accept"] = "application/json,*/*"
wrk.body = "token=FAKE&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA" ..
  "&user_name=roadrunner&command=%2Fally&text=tip&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554" ..
  "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
