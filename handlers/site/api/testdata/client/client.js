// Asks the MCP server at the address given, with the protocol's own client, and prints what it learns as JSON.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const client = new Client({ name: "test", version: "1" });
await client.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
const { tools } = await client.listTools();
const search = await client.callTool({ name: "search", arguments: { query: "lam giay khai sinh cho con can gi" } });
const entry = await client.callTool({ name: "get_procedure", arguments: { id: search.structuredContent.entry.id } });
const plan = await client.callTool({ name: "get_plan", arguments: { year: "2024" } });
console.log(JSON.stringify({ tools: tools.map((t) => t.name), server: client.getServerVersion(), search: search.structuredContent,
  entry: entry.structuredContent, plan: plan.structuredContent }));
await client.close();
