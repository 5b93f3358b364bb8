import { Anchor, Select } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { listOutsideAuthors, nameOutsideAuthor } from '#contract/channels'
import type { ChannelView, OutsideAuthor } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'

const authorsQuery = (channelId: number) =>
  queryOptions({
    queryKey: ['channels', channelId, 'authors'],
    queryFn: ({ signal }) => call(listOutsideAuthors, { channelId }, { signal }),
  })

/** Who answers clients in the messenger itself, and which colleague that is. Nothing while nobody has. */
export function OutsideAuthors({ channel }: { channel: ChannelView }): ReactElement | null {
  const say = useWords(settingsWords)
  const authors = useQuery(authorsQuery(channel.id)).data?.items ?? []
  if (authors.length === 0) return null
  const messenger = say(`channel.${channel.kind}`)
  return (
    <section>
      <h3 className={styles.heading}>{say('ch.authors', { messenger })}</h3>
      <p className={styles.meta}>{say('ch.authors.d', { messenger })}</p>
      <ul className={styles.list}>
        {authors.map((author) => (
          <AuthorRow key={author.id} author={author} channel={channel} />
        ))}
      </ul>
    </section>
  )
}

type AuthorRowProps = { author: OutsideAuthor; channel: ChannelView }

function AuthorRow({ author, channel }: AuthorRowProps): ReactElement {
  const say = useWords(settingsWords)
  const format = useFormat()
  const client = useQueryClient()
  const { colleagues } = useSession()
  const { externalId, userId } = author
  const save = useMutation({
    mutationFn: (chosen: number | null) =>
      call(nameOutsideAuthor, { channelId: channel.id, authorId: author.id, userId: chosen }),
    onSuccess: (saved) => {
      client.setQueryData(authorsQuery(channel.id).queryKey, (list) =>
        list ? { items: list.items.map((each) => (each.id === saved.id ? saved : each)) } : list,
      )
      toast(say('c.saved'))
    },
    onError: errorToast,
  })
  const people = colleagues.filter((each) => each.isActive || each.id === userId)
  return (
    <li className={styles.row}>
      <span className={styles.grow}>
        {channel.kind === 'vk' ? (
          <Anchor href={`https://vk.com/id${externalId}`} target="_blank" rel="noreferrer">
            id{externalId}
          </Anchor>
        ) : (
          <bdi>{externalId}</bdi>
        )}
        <span className={styles.meta}>{say('ch.author.since', { date: format.short(author.seenAt) })}</span>
      </span>
      <Select
        aria-label={say('ch.author.who', { id: externalId })}
        searchable
        disabled={save.isPending}
        data={[
          { value: 'none', label: say('ch.author.unknown') },
          ...people.map((each) => ({ value: String(each.id), label: each.name })),
        ]}
        value={userId === null ? 'none' : String(userId)}
        onChange={(value) => save.mutate(value === null || value === 'none' ? null : Number(value))}
      />
    </li>
  )
}
