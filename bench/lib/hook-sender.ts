import { connect, type Socket } from 'node:net'

export type HookSender = { send(update: object): Promise<number>; close(): void }

type Line = { socket: Socket; answer: ((status: number) => void) | null }

/**
 * Posts updates to a webhook as Telegram does, over connections that stay open. Plain sockets: on a machine of two cores a
 * full HTTP client would cost as much as what it measures.
 */
export function createHookSender(hook: { url: string; secret: string }, connections: number): HookSender {
  const url = new URL(hook.url)
  const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: ${hook.secret}\r\nContent-Length: `
  const lines = Array.from({ length: connections }, () => openLine(url))
  const free = [...lines]
  const waiting: ((line: Line) => void)[] = []
  const giveBack = (line: Line): void => {
    const next = waiting.shift()
    if (next) next(line)
    else free.push(line)
  }
  return {
    async send(update) {
      const body = JSON.stringify(update)
      const line = free.pop() ?? (await new Promise<Line>((resolve) => waiting.push(resolve)))
      const status = await new Promise<number>((resolve) => {
        line.answer = resolve
        line.socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`)
      })
      giveBack(line)
      return status
    },
    close() {
      for (const { socket } of lines) socket.destroy()
    },
  }
}

/** Webhook answers have no body: the end of the head is the end of the answer. */
function openLine(url: URL): Line {
  const line: Line = { socket: connect(Number(url.port), url.hostname).setNoDelay(true), answer: null }
  let text = ''
  line.socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    if (!text.endsWith('\r\n\r\n')) return
    const status = Number(text.slice(9, 12))
    text = ''
    const { answer } = line
    line.answer = null
    answer?.(status)
  })
  return line
}

let lastUpdateId = 100_000_000

/** A text message of a private chat as Telegram tells it. */
export function textUpdate(person: number, messageId: number, text: string): object {
  lastUpdateId += 1
  return {
    update_id: lastUpdateId,
    message: {
      message_id: messageId,
      from: { id: person, is_bot: false, first_name: `Клиент ${person}`, language_code: 'ru' },
      chat: { id: person, first_name: `Клиент ${person}`, type: 'private' },
      date: Math.floor(Date.now() / 1000),
      text,
    },
  }
}
