import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { memo, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { emojiWords } from './labels.ts'
import { loadEmoji, searchEmoji, stepInGrid } from './emoji-list.ts'
import type { Emoji } from './emoji-list.ts'
import { keepRecent, readRecent } from './recent-emoji.ts'
import classes from './emoji.module.css'

type EmojiPickerProps = {
  onPick: (emoji: string) => void
}

const columns = 8
/** Groups of Unicode in their order; 2 holds pieces that are no emoji by themselves. */
const groups = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const

/** All emoji by groups, found by words; those used lately come first. The list is loaded when it is first wanted. */
export function EmojiPicker({ onPick }: EmojiPickerProps): ReactElement {
  const say = useWords(emojiWords)
  const { language } = useSession().user
  const [typed, setTyped] = useState('')
  const [recent] = useState(readRecent)
  const grid = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const { data, isError, refetch } = useQuery({
    queryKey: ['emoji', language],
    queryFn: () => loadEmoji(language),
    staleTime: Infinity,
  })
  const found = useMemo(() => (data && typed.trim() !== '' ? searchEmoji(data, typed) : null), [data, typed])
  const pick = (emoji: string): void => {
    keepRecent(emoji)
    onPick(emoji)
  }
  const first = (): HTMLButtonElement | null => grid.current?.querySelector('button') ?? null
  const move = (event: KeyboardEvent): void => {
    if (!event.key.startsWith('Arrow') || !grid.current) return
    event.preventDefault()
    const all = [...grid.current.querySelectorAll('button')]
    const here = all.findIndex((each) => each === document.activeElement)
    const next = stepInGrid(event.key, here, all.length, columns)
    if (next === null) field.current?.focus()
    else all[next]?.focus()
  }
  const search = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      first()?.focus()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const [best] = found ?? []
      if (best) pick(best.emoji)
    }
  }
  return (
    <div className={classes.picker}>
      <TextInput
        ref={field}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={search}
        placeholder={say('emoji.search')}
        aria-label={say('emoji.search')}
      />
      <div
        ref={grid}
        className={classes.list}
        role="group"
        aria-label={say('emoji.list')}
        onKeyDown={move}
        onClick={(event) => {
          const button = event.target instanceof Element ? event.target.closest('button[data-emoji]') : null
          const emoji = button?.getAttribute('data-emoji')
          if (emoji) pick(emoji)
        }}
      >
        {isError ? (
          <p className={classes.empty} role="alert">
            {say('emoji.failed')}
            <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
              {say('c.retry')}
            </Button>
          </p>
        ) : !data ? (
          <p className={classes.empty} role="status">
            {say('c.loading')}
          </p>
        ) : found ? (
          <Found found={found} />
        ) : (
          <All list={data} recent={recent} />
        )}
      </div>
    </div>
  )
}

function Found({ found }: { found: readonly Emoji[] }): ReactElement {
  const say = useWords(emojiWords)
  if (found.length === 0) {
    return (
      <p className={classes.empty} role="status">
        {say('emoji.none')}
      </p>
    )
  }
  return <Group title={null} list={found} />
}

const All = memo(function All({
  list,
  recent,
}: {
  list: readonly Emoji[]
  recent: readonly string[]
}): ReactElement {
  const say = useWords(emojiWords)
  const byEmoji = useMemo(() => new Map(list.map((each) => [each.emoji, each])), [list])
  const used = recent.flatMap((emoji) => byEmoji.get(emoji) ?? [])
  return (
    <>
      {used.length > 0 && <Group title={say('emoji.recent')} list={used} />}
      {groups.map((group) => (
        <Group
          key={group}
          title={say(`emoji.group.${group}`)}
          list={list.filter((each) => each.group === group)}
        />
      ))}
    </>
  )
})

type GroupProps = { title: string | null; list: readonly Emoji[] }

function Group({ title, list }: GroupProps): ReactElement {
  return (
    <section className={classes.group} aria-label={title ?? undefined}>
      {title !== null && <h3 className={classes.title}>{title}</h3>}
      <div className={classes.grid}>
        {list.map(({ emoji, words }, index) => (
          <button
            key={emoji}
            type="button"
            className={classes.emoji}
            tabIndex={index === 0 ? 0 : -1}
            data-emoji={emoji}
            aria-label={`${emoji} ${words.split(' ', 3).join(' ')}`}
          >
            {emoji}
          </button>
        ))}
      </div>
    </section>
  )
}
