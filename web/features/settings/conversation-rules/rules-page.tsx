import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { useColleagueName } from '../../../lib/session.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { useAccountSettings } from './account-settings-data.ts'
import { ChannelRulesSection } from './channel-rules-section.tsx'
import { ChatsTabs } from './chats-tabs.tsx'
import { ResponseTimeSection } from '../response-time/response-time-section.tsx'
import { rulesWords } from './labels.ts'
import { NewConversationSection } from './new-conversation-section.tsx'
import styles from './rules-page.module.css'
import { TryRules } from './try-rules.tsx'

/** The parts of the page, in their order. */
const sections = [NewConversationSection, ChannelRulesSection, ResponseTimeSection]

/** Settings → Chats and messengers, what holds for the whole account; beside it, what a message would come to now. */
export function RulesPage(): ReactElement {
  const say = useWords(rulesWords)
  const format = useFormat()
  const nameOf = useColleagueName()
  const view = useAccountSettings()
  const changed = view.data?.changed ?? null
  return (
    <div className={styles.page}>
      <title>{say('cr.tab.rules')}</title>
      <ChatsTabs />
      <div className={styles.body}>
        <div className={styles.main}>
          {view.isPending && <Skeleton height={320} />}
          {view.isError && (
            <ErrorState title={say('cr.error')} error={view.error} onRetry={() => void view.refetch()} />
          )}
          {view.data &&
            sections.map((Section) => <Section key={Section.name} settings={view.data.settings} />)}
          {view.data && (
            <p className={styles.hint}>
              {say('cr.kept')}
              {changed &&
                `. ${say('cr.changed', {
                  time: format.dateTime(changed.at),
                  name: nameOf(changed.byUserId) ?? '',
                })}`}
            </p>
          )}
        </div>
        <aside className={styles.aside} aria-labelledby="try-rules">
          <TryRules />
        </aside>
      </div>
    </div>
  )
}
