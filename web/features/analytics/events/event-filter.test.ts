import { expect, test } from 'vitest'
import { fromSearch, isNarrowed, noChoice, toSearch, toWishes, type EventChoice } from './event-filter.ts'

const choice: EventChoice = {
  types: ['conversation.opened', 'conversation.closed'],
  authorKinds: ['bot'],
  userIds: [7],
  channelIds: [3, 4],
  object: { kind: 'deal', id: 12, name: 'Окна & двери' },
  from: '2026-11-16',
  to: null,
}

test('what was chosen stands in the address and is read out of it', () => {
  expect(fromSearch(toSearch(choice))).toEqual(choice)
  expect(fromSearch('')).toEqual(noChoice)
  expect([isNarrowed(choice), isNarrowed(noChoice)]).toEqual([true, false])
})

test('what an address says that is nothing is passed over', () => {
  expect(fromSearch('type=moon&author=x,-1&channel=0&object=deal&from=2026-99-01')).toEqual(noChoice)
})

test('the server is asked for nothing that was not chosen', () => {
  expect(toWishes(noChoice)).toEqual({})
  expect(toWishes(choice)).toEqual({
    type: 'conversation.opened,conversation.closed',
    authorKind: 'bot',
    userId: '7',
    channelId: '3,4',
    objectKind: 'deal',
    objectId: '12',
    from: '2026-11-16',
  })
})
