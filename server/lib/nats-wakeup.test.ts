import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, expect, test, vi } from 'vitest'
import { startNatsWakeup } from './nats-wakeup.ts'

/** As much of a NATS server as wake-ups need: https://docs.nats.io/reference/reference-protocols/nats-protocol */
function startTinyNats(): Promise<{ url: string; published(): number; close(): void }> {
  const lines = new Map<Socket, { subject: string; id: string }[]>()
  let published = 0
  const server = createServer((socket) => {
    lines.set(socket, [])
    socket.on('close', () => lines.delete(socket))
    socket.on('error', () => {})
    socket.write(
      'INFO {"server_id":"tiny","version":"2.10.0","proto":1,"max_payload":1048576,"headers":true}\r\n',
    )
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n')) {
        const [verb, subject = '', id = ''] = line.split(' ')
        if (verb === 'PING') socket.write('PONG\r\n')
        if (verb === 'SUB') lines.get(socket)?.push({ subject, id })
        if (verb !== 'PUB') continue
        published += 1
        for (const [other, subscriptions] of lines) {
          for (const one of subscriptions.filter((each) => each.subject === subject))
            other.write(`MSG ${subject} ${one.id} 0\r\n\r\n`)
        }
      }
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({
        url: `nats://127.0.0.1:${port}`,
        published: () => published,
        close: () => {
          for (const socket of lines.keys()) socket.destroy()
          server.close()
        },
      })
    })
  })
}

const nats = await startTinyNats()
afterAll(() => nats.close())

test('a commit of one node wakes the others, and many at once wake them once', async () => {
  const woken = vi.fn()
  const one = await startNatsWakeup(nats.url, () => {})
  const other = await startNatsWakeup(nats.url, woken)
  for (let index = 0; index < 50; index += 1) one.notify()
  await vi.waitFor(() => expect(woken).toHaveBeenCalledOnce(), 60_000)
  expect(nats.published()).toBe(1)
  await Promise.all([one.close(), other.close()])
})
