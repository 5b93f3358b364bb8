import { Radio, Stack, Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import type { AccountSettings } from '#contract/account-settings'
import { newConversationRules } from '#contract/account-settings'
import { useWords } from '../../../lib/words.ts'
import { useChangeSettings } from './account-settings-data.ts'
import { rulesWords } from './labels.ts'
import styles from './rules-page.module.css'
import { RulesSection } from './rules-section.tsx'

/** Which card a conversation that a client opens gets, with what that means told line by line. */
export function NewConversationSection({ settings }: { settings: AccountSettings }): ReactElement {
  const say = useWords(rulesWords)
  const { mutate } = useChangeSettings()
  const { newConversationRule: rule, dealOnFirstReply } = settings
  return (
    <RulesSection title={say('cr.new')} hint={say('cr.new.d')}>
      <Radio.Group
        aria-label={say('cr.new')}
        value={rule}
        onChange={(value) => {
          const chosen = newConversationRules.find((each) => each === value)
          if (chosen && chosen !== rule) mutate({ newConversationRule: chosen })
        }}
      >
        <Stack gap={12}>
          {newConversationRules.map((each) => (
            <Radio key={each} value={each} label={say(`cr.rule.${each}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Meaning settings={settings} />
      <Switch
        label={say('cr.first')}
        description={say('cr.first.d')}
        checked={dealOnFirstReply}
        onChange={(event) => mutate({ dealOnFirstReply: event.currentTarget.checked })}
      />
    </RulesSection>
  )
}

function Meaning({
  settings: { newConversationRule: rule, dealOnFirstReply },
}: {
  settings: AccountSettings
}): ReactElement {
  const say = useWords(rulesWords)
  const rows = [
    [say('cr.t.client'), say('cr.t.nothing'), say('cr.then.always')],
    [say('cr.t.client'), say('cr.t.open'), say(rule === 'always_new' ? 'cr.then.new' : `cr.then.${rule}`)],
    [
      say('cr.t.client'),
      say('cr.t.closed'),
      say(rule === 'latest_any' ? 'cr.then.latest_any' : 'cr.then.new'),
    ],
    [say('cr.t.client'), say('cr.t.reply'), say(dealOnFirstReply ? 'cr.then.new' : 'cr.then.stays')],
    [say('cr.t.we'), say('cr.t.ours.open'), say('cr.then.ours.open')],
    [say('cr.t.we'), say('cr.t.ours.none'), say('cr.then.ours.none')],
  ] as const
  return (
    <table className={styles.table} aria-label={say('cr.table')}>
      <thead>
        <tr>
          <th scope="col">{say('cr.t.who')}</th>
          <th scope="col">{say('cr.t.has')}</th>
          <th scope="col">{say('cr.t.then')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([who, has, then]) => (
          <tr key={who + has}>
            <td>{who}</td>
            <td>{has}</td>
            <td>{then}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
