import { IconBell } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useMemo } from 'react'
import type { NotificationView } from '#contract/notifications'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import { groupNotifications } from './group-notifications.ts'
import type { NotificationGroup } from './group-notifications.ts'
import { notificationWords } from './labels.ts'
import { nameOf } from './name-of.ts'
import { NotificationItem } from './notification-item.tsx'
import type { Notifications } from './use-notifications.ts'
import classes from './notifications.module.css'

type NotificationListProps = { list: Notifications; onOpen: () => void }

/** Notifications under their days, those of one card together. */
export function NotificationList({ list, onOpen }: NotificationListProps): ReactElement {
  const say = useWords(notificationWords)
  const format = useFormat()
  const now = useNow()
  const sections = useMemo(
    () => groupNotifications(list.items, (at) => format.day(at, now)),
    [list.items, format, now],
  )
  if (list.isLoading) return <RowsSkeleton label={say('nt.loading')} />
  if (list.items.length === 0) {
    return list.error ? (
      <ErrorState title={say('nt.error')} error={list.error} onRetry={list.retry} />
    ) : (
      <EmptyState
        icon={<IconBell size={28} stroke={1.5} />}
        title={say('nt.empty.title')}
        text={say('nt.empty.text')}
      />
    )
  }
  return (
    <>
      {sections.map(({ day, groups }) => (
        <section key={day} aria-label={day}>
          <h3 className={classes.day}>{day}</h3>
          <ul className={classes.list}>
            {groups.map((group) => (
              <Group key={group.key} group={group} list={list} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasMore && <LoadMore isLoading={list.isLoadingMore} onLoad={list.loadMore} />}
    </>
  )
}

function Group({ group, list, onOpen }: NotificationListProps & { group: NotificationGroup }): ReactElement {
  const line = (item: NotificationView): ReactElement => (
    <NotificationItem
      key={item.id}
      item={item}
      onOpen={() => {
        list.read(item)
        onOpen()
      }}
      onRead={() => list.read(item)}
      onDismiss={item.kind === 'incoming' ? () => list.dismiss(item) : null}
    />
  )
  const [first, ...rest] = group.items
  if (!first || rest.length === 0) return <>{first ? line(first) : null}</>
  // A deal that bears its client's name would only say it twice.
  const isNamed = group.items.some((item) => nameOf(item) !== group.card?.name)
  return (
    <li>
      {isNamed && (
        <div className={classes.groupName}>
          <bdi>{group.card?.name}</bdi>
        </div>
      )}
      <ul className={classes.list}>{group.items.map(line)}</ul>
    </li>
  )
}
