import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

type CuttableLine = {
  port: number
  /** Ends every connection and takes no new one, until it is mended. */
  cut(): void
  mend(): void
  /** Holds back what comes from there on the connections that are, which stay alive; new ones are well. */
  hold(): void
}

/** A port of this machine that leads to where `reach` connects, and can fail. For tests. */
export async function startCuttableLine(reach: () => Socket): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  const answers = new Map<Socket, Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = reach()
    answers.set(far, near)
    far.on('close', () => answers.delete(far))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
    return near
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  afterAll(() => {
    cut()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no port')
  const hold = (): void => {
    for (const [far, near] of answers) far.unpipe(near)
  }
  return { port: address.port, cut, mend: () => void (isCut = false), hold }
}

/** A line to a database that can fail. `connectionString`: the database, through this line. For tests. */
export async function startTestLine(
  connectionString: string,
): Promise<Omit<CuttableLine, 'port'> & { connectionString: string }> {
  const real = new URL(connectionString)
  const realPort = Number(real.port || 5432)
  const folder = real.searchParams.get('host')
  const { port, ...line } = await startCuttableLine(() =>
    folder ? connect(`${folder}/.s.PGSQL.${realPort}`) : connect(realPort, real.hostname),
  )
  const url = new URL(connectionString)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { connectionString: url.href, ...line }
}
