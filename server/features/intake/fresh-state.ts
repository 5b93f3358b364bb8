import { noCards } from '#features/conversation-rules'
import { chatKey, type Arrival } from './arrival.ts'
import type { Made, MadeChat } from './claim-people.ts'
import type { KnownChat, KnownContact, KnownState } from './known-state.ts'

/**
 * What is known when everything that arrived is of people and chats made in this very transaction: nothing has to be read, and
 * nobody else can lock it. Null when anything of it was there before.
 */
export function freshState(
  arrivals: Arrival[],
  made: Made,
): Omit<KnownState, 'channels' | 'turns' | 'authors' | 'limits'> | null {
  const chats = new Map(made.chats.map((chat) => [chatKey({ channelId: chat.channelId, item: chat }), chat]))
  const isFresh = (arrival: Arrival): boolean => {
    const chat = chats.get(chatKey(arrival))
    return chat !== undefined && made.contacts.has(chat.contactId)
  }
  if (!arrivals.every(isFresh)) return null
  return {
    chats: new Map([...chats].map(([key, chat]) => [key, newChat(key, chat)])),
    contacts: new Map(made.chats.map((chat) => [chat.contactId, newContact(chat)])),
    messages: new Map(),
    sent: new Map(),
    albums: new Map(),
  }
}

function newChat(key: string, { id, channelId, contactId, name, handle }: MadeChat): KnownChat {
  return {
    key,
    id,
    channelId,
    contactId,
    blockedAt: null,
    personName: name,
    personHandle: handle,
    open: null,
    isOpenedByUs: false,
    lastSequence: 0,
    standing: [],
  }
}

function newContact({ contactId, name }: MadeChat): KnownContact {
  return {
    id: contactId,
    name,
    nameSource: 'messenger',
    responsibleUserId: null,
    actingUserId: null,
    isBlocked: false,
    isNew: true,
    awaitsResponsible: false,
    ...noCards,
  }
}
