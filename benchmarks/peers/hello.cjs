// SPDX-License-Identifier: Apache-2.0
// The function of the HTTP peers. "node hello.cjs PORT" is a bare Node.js server; Functions Framework loads it as its source.
const answer = (request, response) => {
  response.setHeader("content-type", "application/json");
  response.end('{"ok":true}');
};

if (require.main === module) {
  const server = require("node:http").createServer((request, response) => {
    request.on("end", () => answer(request, response)).resume();
  });
  server.listen(Number(process.argv[2]), "127.0.0.1");
} else {
  require("@google-cloud/functions-framework").http("hello", answer);
}
