import assert from "node:assert/strict";
import { test } from "node:test";
import { inRange } from "../src/offline/range.ts";

const whole = () => new Response("0123456789", { headers: { "content-type": "video/mp4" } });

for (const [range, status, text, told] of [
  [null, 200, "0123456789", null],
  ["bytes=0-", 206, "0123456789", "bytes 0-9/10"],
  ["bytes=2-4", 206, "234", "bytes 2-4/10"],
  ["bytes=8-99", 206, "89", "bytes 8-9/10"],
  ["bytes=10-", 416, "", "bytes */10"],
  ["bytes=-5", 200, "0123456789", null],
  ["lines=1-2", 200, "0123456789", null],
] as const) {
  test(`a film’s player gets what it asks for: ${range}`, async () => {
    const answer = await inRange(whole(), range);
    assert.equal(answer.status, status);
    assert.equal(await answer.text(), text);
    assert.equal(answer.headers.get("content-range"), told);
    if (status === 206) assert.equal(answer.headers.get("content-type"), "video/mp4");
  });
}
