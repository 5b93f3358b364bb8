import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { Page } from '../../ui/page.tsx'
import { GroupTabs } from './group-tabs.tsx'
import { notificationWords } from './labels.ts'
import { moveByArrows } from './move-by-arrows.ts'
import { NotificationList } from './notification-list.tsx'
import { ReadAllButton } from './read-all-button.tsx'
import { SettingsLink } from './settings-link.tsx'
import { useNotifications } from './use-notifications.ts'
import classes from './notifications.module.css'

const stay = (): void => undefined

/** The notification centre as a page: where the bell leads on a phone. */
export function NotificationsPage(): ReactElement {
  const say = useWords(notificationWords)
  const list = useNotifications()
  return (
    <Page
      title={say('nt.title')}
      width="bare"
      actions={
        <>
          <ReadAllButton list={list} />
          <SettingsLink onOpen={stay} />
        </>
      }
    >
      <title>{say('nt.title')}</title>
      <div className={classes.page} onKeyDown={moveByArrows}>
        <GroupTabs list={list} />
        <NotificationList list={list} onOpen={stay} />
      </div>
    </Page>
  )
}
