// tollgate-browser.js: reports a page's errors to Sentry through Tollgate's tunnel. No dependencies.
//
//   <script src="https://gateway.example:4001/tollgate-browser.js"
//     data-environment="production" data-release="shop@1.4.2"></script>
//
// Captured: `error` and `unhandledrejection` with their stack (of Chromium, Firefox and Safari), the causes of an error,
// breadcrumbs (console, fetch, clicks, navigation), and the trace that a <meta name="traceparent"> or
// <meta name="sentry-trace"> names. Never captured: cookies, storage, form values, texts of the page, request or answer
// bodies; of URLs neither queries, fragments nor credentials.
//
// Attributes of the script: data-dsn, data-tunnel, data-environment, data-release; what is missing comes from the server.
// Without a DSN nothing is installed. For the page: Tollgate.captureException(error), .captureMessage(text, level),
// .addBreadcrumb({category, message, level, data}), .setUser({id}), .setTag(name, value), .beforeSend = event => event.
(function () {
  "use strict";

  const VERSION = "1";
  const MAX_FRAMES = 50;
  const MAX_CAUSES = 5;
  const MAX_BREADCRUMBS = 50;
  const MAX_TEXT = 1024;
  const EVENTS_A_MINUTE = 10;
  const EVENTS_A_PAGE = 100;

  const script = document.currentScript;
  const attributes = script ? script.dataset : {};
  const served = window.TOLLGATE_BROWSER || {};
  const options = {
    dsn: attributes.dsn || served.dsn,
    tunnel: attributes.tunnel || served.tunnel || (script ? new URL("monitoring", script.src).href : "/monitoring"),
    environment: attributes.environment || served.environment || "production",
    release: attributes.release || served.release,
  };
  if (!options.dsn || window.Tollgate) return;

  const nativeFetch = window.fetch.bind(window);
  const breadcrumbs = [];
  const tags = {};
  let user;
  const api = { beforeSend: null };

  // Values ----------------------------------------------------------------------------------------------------------

  function text(value, limit) {
    const full = String(value);
    const most = limit || MAX_TEXT;
    return full.length > most ? full.slice(0, most - 1) + "…" : full;
  }

  function hex(bytes) {
    const random = crypto.getRandomValues(new Uint8Array(bytes));
    return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // An address without what may be private: credentials, query and fragment.
  function address(url) {
    try {
      const parsed = new URL(url, document.baseURI);
      if (parsed.protocol === "data:" || parsed.protocol === "blob:" || parsed.protocol === "javascript:") {
        return parsed.protocol + "…";
      }
      return text(parsed.origin === "null" ? parsed.protocol + "//" + parsed.pathname : parsed.origin + parsed.pathname);
    } catch (error) {
      return "(not a URL)";
    }
  }

  // A value without its content: what it is, not what is in it. Strings are what somebody chose to say.
  function describe(value) {
    if (value instanceof Error) return text(value.name + ": " + value.message, 256);
    if (value === null || typeof value !== "object") return text(typeof value === "function" ? "function" : value, 256);
    return Object.prototype.toString.call(value);
  }

  // Stacks ----------------------------------------------------------------------------------------------------------

  // Chromium: "    at f (https://a/b.js:1:2)", "    at async https://a/b.js:1:2", "    at eval (eval at f (…), <anonymous>:1:2)".
  const CHROMIUM = /^\s*at (?:(.+?) ?\((?:eval at .*?, )?(.*?)(?::(\d+))?(?::(\d+))?\)|(?:async )?(.*?):(\d+):(\d+))\s*$/;
  // Firefox "f@https://a/b.js:1:2", also "async*f@…" and "… line 5 > eval:1:2"; Safari the same, or an address alone.
  const GECKO = /^\s*(?:(.*?)@)?(\[native code\]|.*?)(?: line (\d+) > (?:eval|Function).*|:(\d+)(?::(\d+))?)?\s*$/;
  // An address with an @ in it is no function's name.
  const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;
  const LOCATION = /^(?:[a-z][a-z0-9+.-]*:|\/|<anonymous>|\[native code\])/i;

  function frame(name, file, line, column) {
    const native = !file || /^(?:native|<anonymous>|\[native code\]|index \d+)$/.test(file);
    const found = {
      function: text((name || "").replace(/^(?:async\*?|global code$|module code$|eval code$)\s*/, "") || "?", 256),
      filename: native ? file || "<anonymous>" : address(file),
      in_app: !native && !/^(?:chrome|moz|safari(?:-web)?)-extension:/.test(file),
    };
    if (line) found.lineno = Number(line);
    if (column) found.colno = Number(column);
    return found;
  }

  // Frames of a stack's text, oldest first, as Sentry wants them.
  function frames(stack) {
    const found = [];
    const isChromium = /^\s*at .+/m.test(stack);
    for (const line of String(stack).split("\n")) {
      if (found.length === MAX_FRAMES) break;
      if (line.length > 2 * MAX_TEXT) continue;
      if (isChromium) {
        const match = CHROMIUM.exec(line);
        if (!match) continue;
        const name = match[1] && match[1].replace(/^async /, "");
        found.push(frame(name, match[2] || match[5], match[3] || match[6], match[4] || match[7]));
      } else {
        const match = GECKO.exec(ADDRESS.test(line.trim()) ? "@" + line.trim() : line);
        if (match && match[1] !== undefined && LOCATION.test(match[2])) {
          found.push(frame(match[1], match[2], match[3] || match[4], match[5]));
        }
      }
    }
    return found.reverse();
  }

  // An error and its causes, the innermost first.
  function exceptions(error, mechanism) {
    const values = [];
    let current = error;
    do {
      // Errors of other frames are of other classes.
      const isError =
        current instanceof Error || (current && typeof current === "object" && "stack" in current && "message" in current);
      const unnamed = mechanism.type === "onunhandledrejection" ? "UnhandledRejection" : "NonError";
      const value = isError
        ? { type: text(current.name || "Error", 256), value: text(current.message) }
        : { type: unnamed, value: describe(current) };
      const stack = isError && current.stack ? frames(current.stack) : [];
      if (stack.length) value.stacktrace = { frames: stack };
      const id = values.length;
      const chained = { type: "chained", handled: mechanism.handled, exception_id: id, parent_id: id - 1, source: "cause" };
      const isCaused = isError && current.cause !== undefined && current.cause !== null;
      value.mechanism = id > 0 ? chained : isCaused ? Object.assign({ exception_id: 0 }, mechanism) : mechanism;
      values.push(value);
      current = isError ? current.cause : undefined;
    } while (current !== undefined && current !== null && values.length < MAX_CAUSES);
    return values.reverse();
  }

  // Trace -----------------------------------------------------------------------------------------------------------

  const trace = (function () {
    const meta = (name) => {
      const element = document.querySelector('meta[name="' + name + '"]');
      return element ? element.content : "";
    };
    const match =
      /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(meta("traceparent")) ||
      /^([0-9a-f]{32})-([0-9a-f]{16})/.exec(meta("sentry-trace"));
    const found = { trace_id: match ? match[1] : hex(16), span_id: hex(8) };
    if (match) found.parent_span_id = match[2];
    return found;
  })();

  // What may be sent ------------------------------------------------------------------------------------------------

  const limits = { moments: [], sent: 0, until: 0, last: "", dropped: {} };

  function drop(reason, quantity) {
    limits.dropped[reason] = (limits.dropped[reason] || 0) + (quantity || 1);
  }

  // Whether one more event may go out; an error that repeats itself at once counts as the same.
  function admits(key) {
    const now = Date.now();
    if (now < limits.until) return drop("ratelimit_backoff"), false;
    limits.moments = limits.moments.filter((moment) => now - moment.at < 60000);
    const repeated = limits.moments.some((moment) => moment.key === key && now - moment.at < 1000);
    if (repeated || limits.moments.length >= EVENTS_A_MINUTE || limits.sent >= EVENTS_A_PAGE) {
      return drop("queue_overflow"), false;
    }
    limits.moments.push({ key, at: now });
    limits.sent += 1;
    return true;
  }

  // "60:error;default:organization, 10::…": seconds and categories; none = all (the longer limit stays).
  function heed(response) {
    let seconds = 0;
    for (const limit of (response.headers.get("X-Sentry-Rate-Limits") || "").split(",")) {
      const [wait, categories] = limit.trim().split(":");
      if (!categories || categories.split(";").includes("error")) seconds = Math.max(seconds, Number(wait) || 0);
    }
    if (!seconds && response.status === 429) seconds = Number(response.headers.get("Retry-After")) || 60;
    limits.until = Math.max(limits.until, Date.now() + seconds * 1000);
  }

  // Sending ---------------------------------------------------------------------------------------------------------

  const encoder = new TextEncoder();

  function item(type, payload) {
    const body = JSON.stringify(payload);
    return JSON.stringify({ type, length: encoder.encode(body).length }) + "\n" + body + "\n";
  }

  function send(event) {
    const sdk = { name: "tollgate.javascript.browser", version: VERSION };
    const now = Date.now() / 1000;
    const full = Object.assign(
      {
        event_id: hex(16),
        timestamp: now,
        platform: "javascript",
        level: "error",
        environment: options.environment,
        sdk,
        request: { url: address(location.href), headers: { "User-Agent": text(navigator.userAgent, 512) } },
        contexts: {
          trace,
          culture: { locale: navigator.language, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        },
        breadcrumbs: { values: breadcrumbs.slice() },
        tags: Object.assign({}, tags),
      },
      event,
    );
    if (options.release) full.release = options.release;
    if (user) full.user = user;
    const final = typeof api.beforeSend === "function" ? api.beforeSend(full) : full;
    if (!final) return drop("before_send"), undefined;
    const header = {
      event_id: final.event_id,
      sent_at: new Date().toISOString(),
      dsn: options.dsn,
      sdk,
      trace: {
        trace_id: trace.trace_id,
        public_key: new URL(options.dsn).username,
        environment: options.environment,
        release: options.release,
      },
    };
    let body = JSON.stringify(header) + "\n" + item("event", final);
    const dropped = Object.entries(limits.dropped);
    const discarded = dropped.map(([reason, quantity]) => ({ reason, category: "error", quantity }));
    limits.dropped = {};
    if (discarded.length) body += item("client_report", { timestamp: now, discarded_events: discarded });
    nativeFetch(options.tunnel, {
      method: "POST",
      body,
      credentials: "omit",
      referrerPolicy: "origin",
      keepalive: body.length < 60000, // so that a page that is being left still sends; browsers allow 64 KiB
    }).then(
      (response) => {
        heed(response);
        if (response.ok) return;
        for (const report of discarded) drop(report.reason, report.quantity);
        if (response.status !== 429) drop("send_error"); // what is limited, the receiver has counted
      },
      () => {
        for (const report of discarded) drop(report.reason, report.quantity);
        drop("network_error");
      },
    );
    return final.event_id;
  }

  // Nothing of this script may break the page: what goes wrong in it is counted.
  function safely(work) {
    return function () {
      try {
        return work.apply(this, arguments);
      } catch (error) {
        drop("internal_sdk_error");
        return undefined;
      }
    };
  }

  function capture(error, mechanism) {
    const values = exceptions(error, mechanism);
    const top = values[values.length - 1];
    const stack = top.stacktrace ? top.stacktrace.frames : [];
    const place = stack.length ? stack[stack.length - 1] : {};
    if (!admits([top.type, top.value, place.filename, place.lineno, place.colno].join("\n"))) return undefined;
    return send({ exception: { values } });
  }

  // Breadcrumbs -----------------------------------------------------------------------------------------------------

  function crumb(category, message, more) {
    breadcrumbs.push(Object.assign({ timestamp: Date.now() / 1000, category, message: text(message, 512) }, more));
    if (breadcrumbs.length > MAX_BREADCRUMBS) breadcrumbs.shift();
  }

  function wrap(object, name, before) {
    const original = object[name];
    if (typeof original !== "function") return;
    const note = safely(before);
    object[name] = function () {
      note.apply(this, arguments);
      return original.apply(this, arguments);
    };
  }

  for (const name of ["debug", "info", "log", "warn", "error"]) {
    const level = name === "warn" ? "warning" : name === "log" ? "info" : name;
    wrap(console, name, function () {
      crumb("console", Array.from(arguments, describe).join(" "), { level });
    });
  }

  window.fetch = function (input, init) {
    const result = nativeFetch(input, init);
    safely(function () {
      const method = ((init && init.method) || (input && input.method) || "GET").toUpperCase();
      const url = address(typeof input === "string" || input instanceof URL ? input : input.url);
      const note = (status) =>
        crumb("fetch", method + " " + url, {
          type: "http",
          level: status && status < 400 ? "info" : status ? "warning" : "error",
          data: Object.assign({ method, url }, status ? { status_code: status } : {}),
        });
      result.then((response) => note(response.status), () => note(0));
    })();
    return result;
  };

  function selector(element) {
    const parts = [];
    for (let current = element; current && current.tagName && parts.length < 5; current = current.parentElement) {
      const classes = Array.from(current.classList || []).slice(0, 3).map((name) => "." + name);
      parts.unshift(current.tagName.toLowerCase() + (current.id ? "#" + current.id : "") + classes.join(""));
    }
    return parts.join(" > ");
  }
  const clicked = safely((event) => crumb("ui.click", selector(event.target)));
  document.addEventListener("click", clicked, { capture: true, passive: true });

  let place = address(location.href);
  const navigated = safely(function () {
    const to = address(location.href);
    if (to !== place) crumb("navigation", place + " → " + to, { type: "navigation", data: { from: place, to } });
    place = to;
  });
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function () {
      const result = original.apply(this, arguments);
      navigated();
      return result;
    };
  }
  window.addEventListener("popstate", navigated);
  window.addEventListener("hashchange", navigated);

  // Errors ----------------------------------------------------------------------------------------------------------

  window.addEventListener(
    "error",
    safely(function (event) {
      if (!(event instanceof ErrorEvent)) return; // an image or a script that could not be loaded
      if (event.error === null || event.error === undefined) {
        if (!event.filename) return; // "Script error.": the browser tells nothing about scripts of other origins
        const failure = { name: "Error", message: event.message, stack: "" };
        failure.stack = "@" + event.filename + ":" + event.lineno + ":" + event.colno;
        capture(failure, { type: "onerror", handled: false });
        return;
      }
      capture(event.error, { type: "onerror", handled: false });
    }),
  );
  window.addEventListener(
    "unhandledrejection",
    safely((event) => capture(event.reason, { type: "onunhandledrejection", handled: false })),
  );

  // For the page ----------------------------------------------------------------------------------------------------

  api.captureException = safely((error) => capture(error, { type: "generic", handled: true }));
  api.captureMessage = safely((message, level) =>
    admits("message\n" + message) ? send({ message: text(message), level: level || "info" }) : undefined,
  );
  api.addBreadcrumb = safely((given) =>
    crumb(given.category || "page", given.message || "", { level: given.level || "info", data: given.data || {} }),
  );
  api.setUser = safely((given) => void (user = given || undefined));
  api.setTag = safely((name, value) => void (tags[text(name, 200)] = text(value, 200)));
  window.Tollgate = api;
})();
