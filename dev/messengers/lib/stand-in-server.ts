import http from 'node:http'

export type StandInServer = {
  /** http://HOST:PORT, the same for as long as it lives. */
  root: string
  /** Closes the port, so that connections are refused, and opens the same one again. */
  goOffline: () => Promise<void>
  goOnline: () => Promise<void>
  close: () => Promise<void>
}

/** The network side of a stand-in: a server of this machine only, unless told otherwise. */
export const startStandInServer = async (
  { host = '127.0.0.1', port: wanted = 0 }: { host?: string | undefined; port?: number | undefined },
  handler: http.RequestListener,
): Promise<StandInServer> => {
  const server = http.createServer({ keepAliveTimeout: 75_000 }, handler)
  await listen(server, wanted, host)
  const port = portOf(server)
  return {
    root: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    goOffline: () => stop(server),
    goOnline: () => listen(server, port, host),
    close: async () => {
      if (server.listening) await stop(server)
    },
  }
}

const listen = (server: http.Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const stop = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const portOf = (server: http.Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  return address.port
}
