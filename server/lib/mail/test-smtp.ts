import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

type Received = { from: string; to: string[]; raw: string }

/** A mail server on this machine that keeps what it is given, and can be made to refuse. */
export async function startTestSmtp(): Promise<{
  url: string
  letters: Received[]
  refuseNext: (times: number) => void
  close: () => Promise<void>
}> {
  const letters: Received[] = []
  let refusals = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1
          done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
          return
        }
        const { mailFrom, rcptTo } = session.envelope
        letters.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    refuseNext: (times) => {
      refusals = times
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The text of a letter as its reader sees it. */
export function textOf({ raw }: Received): string {
  return decodePart(raw, 'text/plain')
}

export function subjectOf({ raw }: Received): string {
  const header = /^Subject: ((?:.|\r\n[ \t])*)/m.exec(raw)?.[1] ?? ''
  return header
    .replace(/\?=\r\n[ \t]+=\?/g, '?= =?')
    .replace(/\r\n[ \t]/g, ' ')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=( (?==\?))?/gi, (_all, way: string, text: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuoted(text.replace(/_/g, ' ')),
    )
}

function decodePart(raw: string, type: string): string {
  const at = raw.indexOf(`Content-Type: ${type}`)
  const start = raw.indexOf('\r\n\r\n', at) + 4
  const end = raw.indexOf('\r\n----', start)
  const head = raw.slice(at, start)
  const body = raw.slice(start, end)
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  return /quoted-printable/i.test(head) ? decodeQuoted(body) : body
}

function decodeQuoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
