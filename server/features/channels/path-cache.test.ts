import { beforeEach, expect, test } from 'vitest'
import type { ChannelRef } from '#channels/channel'
import type { Change } from '#lib/changes'
import type { TailListener } from '#lib/change-tail'
import { createPathCache } from './path-cache.ts'

let now = 0
let asked = 0
let tell: TailListener = () => {}
/** While it waits, the answer of before is on its way. */
let waiting: Promise<void> | null = null
let channels = new Map<string, ChannelRef>()

const find = createPathCache(
  {
    tail: {
      subscribe: (listener) => {
        tell = listener
        return () => true
      },
    },
    clock: () => new Date(now),
  },
  async (hash) => {
    asked += 1
    const channel = channels.get(hash)
    await waiting
    return channel ? { channel } : null
  },
)
const channelsOf = (accountId: number): Change[] => [{ accountId, topic: 'channels' } as Change]

beforeEach(() => {
  now += 60_000
  asked = 0
  waiting = null
  channels = new Map([['one', { accountId: 1, id: 5, kind: 'telegram' }]])
})

test('a path is asked for once while nothing changes, and again after half a minute', async () => {
  expect(await Promise.all([find('one'), find('one')])).toEqual([
    { channel: channels.get('one') },
    { channel: channels.get('one') },
  ])
  tell(channelsOf(2), '')
  await find('one')
  expect(asked).toBe(1)
  now += 30_001
  await find('one')
  expect(asked).toBe(2)
})

test('a path that leads nowhere is asked for each time', async () => {
  expect([await find('none'), await find('none')]).toEqual([null, null])
  expect(asked).toBe(2)
})

test('a channel that was disconnected is found no more, also when it was being looked up just then', async () => {
  await find('one')
  channels.clear()
  tell(channelsOf(1), '')
  expect(await find('one')).toBeNull()

  channels.set('one', { accountId: 1, id: 5, kind: 'telegram' })
  const isOver = Promise.withResolvers<void>()
  waiting = isOver.promise
  const before = find('one')
  channels.clear()
  tell(channelsOf(1), '')
  isOver.resolve()
  expect(await before).not.toBeNull()
  expect(await find('one')).toBeNull()
})

test('when it is not known what changed, everything is asked for anew', async () => {
  await find('one')
  tell(null, '')
  await find('one')
  expect(asked).toBe(2)
})
