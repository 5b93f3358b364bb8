import { Button, Drawer, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { channelKinds } from '#contract/channels'
import type { ChannelView } from '#contract/channels'
import { useLive } from '../../lib/live-hooks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ChannelPane } from './channel-pane.tsx'
import { ChannelRowState } from './channel-row-state.tsx'
import { channelsQuery } from './channels-data.ts'
import { ChannelResponsible } from './conversation-rules/channel-responsible.tsx'
import { ChatsTabs } from './conversation-rules/chats-tabs.tsx'
import styles from './channels-page.module.css'
import { settingsWords } from './labels.ts'
import { messengerWords } from './messenger-labels.ts'
import page from './page.module.css'
import { shownHandle } from './shown-handle.ts'
import { useChannelHealth } from './use-channel-health.ts'

/** The channels of the account with their health, and the ways to connect another one. */
export function ChannelsPage(): ReactElement {
  const say = useWords(settingsWords)
  const channels = useQuery(channelsQuery)
  const [openId, setOpenId] = useState<number | null>(null)
  useLive('channels', () => void channels.refetch())
  useChannelHealth()
  const items = channels.data?.items ?? []
  const open = items.find((each) => each.id === openId)
  return (
    <>
      <title>{say('ch.title')}</title>
      <ChatsTabs />
      <div className={page.page}>
        <p className={page.sub}>{say('ch.sub')}</p>
        <section className={page.section} aria-labelledby="connected">
          <h2 id="connected" className={page.heading}>
            {say('ch.connected')} {items.length > 0 && <span className={page.count}>{items.length}</span>}
          </h2>
          {channels.isPending && <Skeleton height={64} />}
          {channels.isError && (
            <ErrorState
              title={say('ch.error')}
              error={channels.error}
              onRetry={() => void channels.refetch()}
            />
          )}
          {channels.data && items.length === 0 && (
            <p className={page.empty}>
              <strong>{say('ch.none.t')}</strong>
              {say('ch.none.d')}
            </p>
          )}
          {items.length > 0 && (
            <ul className={page.list}>
              {items.map((each) => (
                <ChannelRow key={each.id} channel={each} onOpen={() => setOpenId(each.id)} />
              ))}
            </ul>
          )}
        </section>
        <ConnectMore />
        <Drawer
          opened={open !== undefined}
          onClose={() => setOpenId(null)}
          position="right"
          size={440}
          title={open?.name}
          closeButtonProps={{ 'aria-label': say('c.close') }}
        >
          {open && <ChannelPane key={open.id} channel={open} onClose={() => setOpenId(null)} />}
        </Drawer>
      </div>
    </>
  )
}

function ChannelRow({ channel, onOpen }: { channel: ChannelView; onOpen: () => void }): ReactElement {
  const say = useWords(settingsWords)
  const format = useFormat()
  const last = channel.lastInAt === null ? say('ch.lastIn.never') : format.short(channel.lastInAt)
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        onClick={onOpen}
        title={say('ch.open', { name: channel.name })}
      >
        <ChannelMark kind={channel.kind} size={28} isSilent />
        <span className={page.grow}>
          <bdi className={page.name}>{channel.name}</bdi>
          <bdi className={page.meta}>{shownHandle(channel)}</bdi>
        </span>
        <span className={styles.fact}>
          <span className={page.meta}>{say('ch.lastIn')}</span>
          {last}
        </span>
        <span className={styles.fact}>
          <span className={page.meta}>{say('ch.p.resp.short')}</span>
          <ChannelResponsible channel={channel} />
        </span>
        <span className={styles.state}>
          <ChannelRowState channel={channel} />
        </span>
      </button>
    </li>
  )
}

function ConnectMore(): ReactElement {
  const say = useWords(settingsWords)
  const sayMessenger = useWords(messengerWords)
  return (
    <section className={page.section} aria-labelledby="more">
      <h2 id="more" className={page.heading}>
        {say('ch.connectmore')}
      </h2>
      <div className={styles.cards}>
        {channelKinds.map((kind) => (
          <div key={kind} className={styles.card}>
            <ChannelMark kind={kind} size={28} isSilent />
            <div className={page.grow}>
              <span className={page.name}>{say(`channel.${kind}`)}</span>
              <span className={page.meta}>
                {kind === 'website' ? say('ch.need.website') : sayMessenger(`mes.${kind}.need`)}
              </span>
            </div>
            <Button
              component={AppLink}
              href={`/settings/channels/${kind}`}
              variant="default"
              aria-label={`${say('ch.connect')}: ${say(`channel.${kind}`)}`}
            >
              {say('ch.connect')}
            </Button>
          </div>
        ))}
      </div>
    </section>
  )
}
