import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { listChats } from '#contract/forwards'
import type { ChatChoice } from '#contract/forwards'
import { call } from '../../../lib/api.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { forwardWords } from './labels.ts'
import classes from './forward.module.css'

/** A chat out of those one sees, the latest first; found by the name, phone or e-mail of its client. */
export function ChatPicker({ onChoose }: { onChoose: (chat: ChatChoice) => void }): ReactElement {
  const say = useWords(forwardWords)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const search = useDeferredValue(typed.trim().slice(0, 100))
  const { data, error, refetch } = useQuery({
    queryKey: ['chat-choices', search],
    queryFn: ({ signal }) => call(listChats, search === '' ? {} : { search }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const chats = data?.items ?? []
  const current = chats[Math.min(active, chats.length - 1)]
  const choose = (chat: ChatChoice | undefined): void => {
    if (chat?.cannotWrite === null) onChoose(chat)
  }
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setActive((index) => Math.max(0, Math.min(index + step, chats.length - 1)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(current)
    }
  }
  const optionId = (chat: ChatChoice): string => `${listId}-${chat.id}`
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={current && optionId(current)}
        aria-label={say('fwd.search')}
        placeholder={say('fwd.search')}
        autoComplete="off"
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={press}
      />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <p className={classes.empty} role="status">
          {say('c.loading')}
        </p>
      ) : chats.length === 0 ? (
        <p className={classes.empty} role="status">
          {search === '' ? say('fwd.noChats') : say('fwd.nothing')}
        </p>
      ) : (
        <ul id={listId} role="listbox" aria-label={say('fwd.chats')} className={classes.list}>
          {chats.map((chat) => (
            <li
              key={chat.id}
              id={optionId(chat)}
              role="option"
              aria-selected={chat === current}
              aria-disabled={chat.cannotWrite !== null}
              ref={chat === current ? show : undefined}
              className={classes.option}
              onClick={() => choose(chat)}
            >
              <ChatLine chat={chat} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function ChatLine({ chat }: { chat: ChatChoice }): ReactElement {
  const say = useWords(forwardWords)
  const format = useFormat()
  const { contact, channel, cannotWrite, lastAt } = chat
  return (
    <>
      <Avatar name={contact.name} seed={contact.id} channel={channel.kind} />
      <span className={classes.words}>
        <bdi className={classes.name}>{contact.name}</bdi>
        <span className={classes.channel}>
          {cannotWrite === null ? channel.name : say(`fwd.no.${cannotWrite}`)}
        </span>
      </span>
      {lastAt !== null && <time className={classes.time}>{format.short(lastAt)}</time>}
    </>
  )
}

function show(option: HTMLLIElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
