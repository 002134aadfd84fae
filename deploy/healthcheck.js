/** Whether this replica lives, for a container engine: exit code 0 when /healthz answers within three seconds. */
const url = `http://127.0.0.1:${process.env.MUSTER_PORT ?? 8080}/healthz`
fetch(url, { signal: AbortSignal.timeout(3_000) }).then(
  (response) => process.exit(response.ok ? 0 : 1),
  () => process.exit(1),
)
