"use strict";
// Saves decisions: each is kept in this browser until the server has it, sent in order, and sent again after a failure.
// Also keeps what is typed into a form that is not submitted yet.
(() => {
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds between tries
  const PATIENCE = 15000; // milliseconds that one try may take

  // What the browser keeps. Where it keeps nothing (storage full or forbidden) the page still works until it is closed.
  const storage = {
    get(key) {
      try {
        return JSON.parse(window.localStorage.getItem(key));
      } catch (error) {
        return null;
      }
    },
    set(key, value) {
      try {
        window.localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch (error) {
        return false;
      }
    },
    drop(key) {
      try {
        window.localStorage.removeItem(key);
      } catch (error) {
        // nothing was kept
      }
    },
    keys(prefix) {
      const found = [];
      try {
        for (let n = 0; n < window.localStorage.length; n += 1) {
          const key = window.localStorage.key(n);
          if (key.startsWith(prefix)) found.push(key);
        }
      } catch (error) {
        // nothing is kept
      }
      return found.sort();
    },
  };

  function token() {
    const bytes = new Uint8Array(16);
    window.crypto.getRandomValues(bytes);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // on: {state(name, count), answer(answer, entry), refused(answer, entry), conflict(answer, entry)}
  kaohe.Saving = class {
    constructor({ url, person, rubric, query, on }) {
      this.url = url;
      this.person = person;
      this.query = query;
      this.on = on;
      this.prefix = "kaohe:queue:" + person + ":" + rubric + ":";
      this.drafts = "kaohe:draft:" + person + ":" + rubric + ":";
      this.entries = storage.keys(this.prefix).map((key) => storage.get(key)).filter(Boolean);
      this.count = 0;
      this.failures = 0;
      this.running = false;
      this.held = false; // a conflict waits for a person
      this.timer = null;
      window.addEventListener("online", () => this.now());
      window.addEventListener("focus", () => this.now());
    }

    // Takes a decision in: `act` as the server reads it, `seen` the last decision shown, `typed` the draft it came from.
    add(act, seen, typed) {
      this.count += 1;
      const order = String(Date.now()).padStart(15, "0") + "-" + String(this.count).padStart(5, "0");
      const entry = { key: this.prefix + order, token: token(), act, seen, typed: typed || null };
      this.entries.push(entry);
      entry.kept = storage.set(entry.key, entry);
      this.show();
      this.now();
      return entry;
    }

    pending(item) {
      return this.entries.some((entry) => entry.act.item === item || (entry.act.items || []).includes(item));
    }

    // Tries at once, whatever the waiting time was.
    now() {
      window.clearTimeout(this.timer);
      this.timer = null;
      return this.run();
    }

    async run() {
      if (this.running || this.held || this.timer !== null) return;
      this.running = true;
      try {
        while (this.entries.length && !this.held) {
          if (!(await this.send(this.entries[0]))) break;
        }
      } finally {
        this.running = false;
      }
      if (!this.entries.length) this.show();
    }

    async send(entry) {
      this.show(this.failures ? "retrying" : "saving");
      let response = null;
      let answer = null;
      const giveUp = new AbortController();
      const timer = window.setTimeout(() => giveUp.abort(), PATIENCE);
      try {
        response = await window.fetch(this.url + this.query(), {
          method: "POST",
          credentials: "same-origin",
          redirect: "manual",
          signal: giveUp.signal,
          headers: { "Content-Type": "application/json", "X-CSRFToken": kaohe.token(), Accept: "application/json" },
          body: JSON.stringify({ ...entry.act, token: entry.token, seen: entry.seen, person: this.person }),
        });
        const type = response.headers.get("Content-Type") || "";
        if (type.startsWith("application/json")) answer = await response.json();
      } catch (error) {
        return this.later("retrying");
      } finally {
        window.clearTimeout(timer);
      }
      if (response.type === "opaqueredirect" || response.status === 401) return this.later("signed-out");
      if (answer === null) return this.later(response.status === 403 ? "expired" : "retrying");
      if (answer.code === "person.other") return this.later("other-person");
      this.failures = 0;
      if (response.status === 409) {
        this.held = true;
        this.show("conflict");
        this.on.conflict(answer, entry);
        return false;
      }
      if (response.status >= 500) return this.later("retrying");
      this.done(entry);
      if (response.ok) this.on.answer(answer, entry);
      else this.on.refused(answer, entry);
      return true;
    }

    later(state) {
      const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
      this.failures += 1;
      this.show(state);
      this.timer = window.setTimeout(() => this.now(), wait * 1000);
      return false;
    }

    done(entry) {
      this.entries = this.entries.filter((other) => other !== entry);
      storage.drop(entry.key);
    }

    // After a conflict: the same act again, this time having seen the newest; or given up.
    again(entry, seen) {
      entry.seen = seen;
      storage.set(entry.key, entry);
      this.held = false;
      this.now();
    }

    giveUp(entry) {
      this.done(entry);
      this.held = false;
      this.now();
      this.show();
    }

    show(state) {
      const name = state || (this.held ? "conflict" : this.entries.length ? (this.failures ? "retrying" : "saving") : "saved");
      this.on.state(name, this.entries.length);
    }

    // --- what is typed and not submitted ---

    draft(key) {
      return storage.get(this.drafts + key);
    }

    keepDraft(key, value) {
      return storage.set(this.drafts + key, { ...value, at: Date.now() });
    }

    dropDraft(key) {
      storage.drop(this.drafts + key);
    }

    allDrafts() {
      return storage
        .keys(this.drafts)
        .map((key) => ({ key: key.slice(this.drafts.length), draft: storage.get(key) }))
        .filter((each) => each.draft)
        .sort((a, b) => b.draft.at - a.draft.at);
    }
  };
})();
