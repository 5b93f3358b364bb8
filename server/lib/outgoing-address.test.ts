import http from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { AddressRefused, guardLookup, isPrivateLiteral } from './outgoing-address.ts'

// Two addresses of this machine: one stands for the public Internet, the other for the network we sit in.
const [outside, inside] = ['127.0.0.1', '127.0.0.2']
const reached: (string | undefined)[] = []
const server = http.createServer((request, response) => {
  reached.push(request.socket.localAddress)
  response.end()
})
await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
afterAll(() => new Promise((resolve) => server.close(resolve)))
const address = server.address()
const port = address === null || typeof address === 'string' ? 0 : address.port

/** Asks a name whose addresses are these, one list after the other. */
function askName(answers: string[][]): () => Promise<number | Error> {
  let asked = 0
  const lookup = guardLookup(
    (_name, _options, callback) => {
      const given = answers[Math.min(asked, answers.length - 1)] ?? []
      asked += 1
      callback(
        null,
        given.map((each) => ({ address: each, family: 4 })),
      )
    },
    (each) => each === inside,
  )
  return () =>
    new Promise((resolve) => {
      const request = http.get({ host: 'changing.example', port, lookup, agent: false }, (response) => {
        response.resume().on('end', () => resolve(asked))
      })
      request.on('error', resolve)
    })
}

test('a name is asked once a connection and reached as it answered; an answer that has changed is judged anew', async () => {
  const ask = askName([[outside], [inside]])
  expect(await ask()).toBe(1)
  expect(await ask()).toBeInstanceOf(AddressRefused)
  expect(reached.splice(0)).toEqual([outside])
})

test('a name that leads both outside and inside leads nowhere', async () => {
  expect(await askName([[outside, inside]])()).toBeInstanceOf(AddressRefused)
  expect(reached).toEqual([])
})

test('an address given as a number is judged without any name server', () => {
  const judged = [
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://0x7f.1/',
    'http://8.8.8.8/',
    'http://example.com/',
  ]
  expect(judged.map((url) => isPrivateLiteral(new URL(url)))).toEqual([true, true, true, false, false])
})
