/**
 * What is used of the official SDK. Bundled separately as dist/mcp.js, which only `goldilocks mcp` loads: other commands would start
 * slower with it.
 */
export { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
export { serveStdio } from '@modelcontextprotocol/server/stdio';
