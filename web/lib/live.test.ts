import { describe, expect, it, vi } from 'vitest'
import type { LiveFrame } from '#contract/live'
import { LiveClient, reconnectDelay } from './live.ts'

type Socket = {
  url: string
  isClosed: boolean
  onmessage: ((event: { data: string }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  said: string[]
  send: (text: string) => void
  close: () => void
}

/** A world whose sockets and timers are moved by hand. */
function world() {
  const sockets: Socket[] = []
  const timers: { run: () => void; ms: number }[] = []
  let nowMs = 1000
  const client = new LiveClient('ws://beseda/api/live', {
    open: (url) => {
      const socket: Socket = {
        url,
        isClosed: false,
        onmessage: null,
        onclose: null,
        said: [],
        send: (text) => void socket.said.push(text),
        close: () => (socket.isClosed = true),
      }
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    random: () => 1,
    now: () => nowMs,
    later: (run, ms) => {
      const timer = { run, ms }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
  })
  const socket = () => sockets.at(-1)
  const send = (frame: LiveFrame) => socket()?.onmessage?.({ data: JSON.stringify(frame) })
  const fire = () => timers.shift()?.run()
  const wait = (ms: number): void => {
    nowMs += ms
  }
  return { client, sockets, timers, socket, send, fire, wait }
}

const typing = { topic: 'typing', chatId: '0197a1f0-0000-7000-8000-000000000001', userId: 7 } as const

describe('live updates', () => {
  it('a connection that breaks is resumed from the last handled frame', () => {
    const { client, socket, send, fire } = world()
    client.start('a:0', 7)
    expect(socket()?.url).toBe('ws://beseda/api/live?pageUserId=7&cursor=a%3A0')
    send({ type: 'hello', cursor: 'a:1' })
    send({ type: 'changes', cursor: 'a:2&', changes: [typing] })
    socket()?.onclose?.({ code: 1006 })
    expect(client.state).toEqual({ status: 'offline', lastSeen: 1000 })
    fire()
    expect(socket()?.url).toBe('ws://beseda/api/live?pageUserId=7&cursor=a%3A2%26')
  })

  it('what the window shows is said once the connection has spoken, and again to the next one', () => {
    const { client, socket, send, fire } = world()
    client.start('a:0', 7)
    client.look(7)
    expect(socket()?.said).toEqual([])
    send({ type: 'hello', cursor: 'a:1' })
    expect(socket()?.said).toEqual(['{"type":"look","number":7}'])
    socket()?.onclose?.({ code: 1006 })
    fire()
    client.look(8)
    send({ type: 'hello', cursor: 'a:2' })
    client.look(8)
    client.look(null)
    expect(socket()?.said).toEqual(['{"type":"look","number":8}', '{"type":"look","number":null}'])
  })

  it('changes reach those who asked for their topic, in order, until they leave', () => {
    const { client, send } = world()
    const heard: string[] = []
    client.start('a:0', 7)
    const leave = client.on('typing', (change) => heard.push(`typing ${change.userId}`))
    client.on('channels', () => heard.push('channels'))
    send({ type: 'changes', cursor: '1', changes: [typing, { topic: 'channels' }] })
    leave()
    send({ type: 'changes', cursor: '2', changes: [typing] })
    expect(heard).toEqual(['typing 7', 'channels'])
  })

  it('a cursor that is too old, or a change that could not be taken in, loads everything anew', () => {
    const { client, send } = world()
    const reload = vi.fn<() => void>()
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    client.onReload(reload)
    client.start('a:0', 7)
    send({ type: 'reload', cursor: '1' })
    expect(reload).toHaveBeenCalledTimes(1)
    const heard: string[] = []
    client.on('channels', () => {
      throw new Error('broken handler')
    })
    client.on('typing', () => heard.push('typing'))
    send({ type: 'changes', cursor: '2', changes: [{ topic: 'channels' }, typing] })
    expect([heard, reload.mock.calls.length]).toEqual([['typing'], 2])
    log.mockRestore()
  })

  it('waits longer after every failure, never more than half a minute, and never all at the same time', () => {
    expect([0, 1, 2, 10].map((failures) => reconnectDelay(failures, 1))).toEqual([500, 1000, 2000, 30_000])
    expect([reconnectDelay(10, 0), reconnectDelay(0, 0)]).toEqual([15_000, 250])
    const { client, socket, timers, fire } = world()
    client.start('a:0', 7)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      socket()?.onclose?.({ code: 1006 })
      if (attempt < 2) fire()
    }
    expect(timers.map((timer) => timer.ms)).toEqual([2000])
  })

  it('the network coming back does not wait for the timer, and leaves one connection', () => {
    const { client, sockets, timers, socket } = world()
    client.start('a:0', 7)
    socket()?.onclose?.({ code: 1006 })
    client.reconnect()
    expect([timers.length, sockets.length]).toEqual([0, 2])
    client.reconnect()
    expect(sockets.map((each) => each.isClosed)).toEqual([false, true, false])
  })

  it('a network that is gone is told at once, and one that fell silent when it should have spoken', () => {
    const { client, sockets, timers, send, wait } = world()
    client.lose()
    expect([client.state.status, sockets.length]).toEqual(['idle', 0])
    client.start('a:0', 7)
    send({ type: 'hello', cursor: 'a:1' })
    client.lose()
    expect([client.state, sockets[0]?.isClosed, timers.length]).toEqual([
      { status: 'offline', lastSeen: 1000 },
      true,
      1,
    ])
    client.reconnect()
    send({ type: 'changes', cursor: 'a:1', changes: [] })
    wait(70_000)
    client.loseIfSilent(70_000)
    expect(client.state.status).toBe('online')
    wait(1)
    client.loseIfSilent(70_000)
    expect([client.state.status, sockets[1]?.isClosed, timers.length]).toEqual(['offline', true, 1])
  })

  it('what an abandoned connection still says is not heard', () => {
    const { client, sockets, send } = world()
    const heard = vi.fn<() => void>()
    client.on('channels', heard)
    client.start('a:0', 7)
    const old = sockets[0]
    client.reconnect()
    old?.onmessage?.({
      data: JSON.stringify({ type: 'changes', cursor: '9', changes: [{ topic: 'channels' }] }),
    })
    old?.onclose?.({ code: 1006 })
    expect(heard).not.toHaveBeenCalled()
    send({ type: 'hello', cursor: '1' })
    expect(client.state.status).toBe('online')
  })

  it('after signing out nothing is resumed', () => {
    const { client, socket, send } = world()
    client.start('a:0', 7)
    send({ type: 'hello', cursor: 'of-anna' })
    client.stop()
    client.start('a:0', 7)
    expect(socket()?.url).toBe('ws://beseda/api/live?pageUserId=7&cursor=a%3A0')
  })

  it('a session that has ended, or is another user’s now, is told, and its connection is not tried again', () => {
    const { client, socket, timers } = world()
    const ended = vi.fn<(why: string) => void>()
    client.onEnd(ended)
    client.start('a:0', 7)
    socket()?.onclose?.({ code: 4401 })
    expect([ended.mock.calls, timers.length, client.state.status]).toEqual([[['ended']], 0, 'idle'])
    client.start('a:0', 7)
    socket()?.onclose?.({ code: 4409 })
    expect([ended.mock.calls.at(-1), timers.length, client.state.status]).toEqual([['replaced'], 0, 'idle'])
  })
})
