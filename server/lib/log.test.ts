import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createLog } from './log.ts'

function record(write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = ''
  const sink = new Writable({
    write(chunk, _encoding, done): void {
      lines += String(chunk)
      done()
    },
  })
  write(createLog({ level: 'info' }, sink))
  return lines
}

it('secrets and words are hidden by the name of their field, also one level down', () => {
  const line = record((log) => {
    log.info(
      {
        token: 'hush1',
        message: { text: 'hush2', body: 'hush3' },
        request: { cookie: 'hush4' },
        channelId: 7,
      },
      'x',
    )
  })
  expect(line).not.toContain('hush')
  expect(line).toContain('"channelId":7')
})

it('an error does not carry out a token, a password in an address or the row of a database', () => {
  const token = '7031415926:AAH-xyzxyzxyzxyzxyzxyzxyzxyzxyz'
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(hush@x.test) exists',
  })
  const error = new Error(
    `POST https://api.telegram.org/bot${token}/send via postgresql://me:hush@host/db?token=hush`,
    {
      cause,
    },
  )
  const line = record((log) => log.error({ err: error }, 'failed'))
  expect(line).not.toContain('hush')
  expect(line).not.toContain('AAH-')
  expect(line).toContain('https://api.telegram.org/bot')
  expect(line).toContain('"errorCode":"23505"')
})
