import { Radio, Select, Stack, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { channelRules, responsibleRules } from '#contract/channels'
import type { PipelineView } from '#contract/pipelines'
import { useSession } from '../../../lib/session.ts'
import type { Form } from '../../../lib/use-form.ts'
import { useWords } from '../../../lib/words.ts'
import type { ChannelValues } from '../channel-fields.tsx'
import { channelsQuery, pipelinesQuery } from '../channels-data.ts'
import { settingsWords } from '../labels.ts'
import { accountSettingsQuery } from './account-settings-data.ts'
import { rulesWords } from './labels.ts'

type Fields = { form: Form<ChannelValues> }

const none = 'none'
const toChoice = (id: number | null): string => (id === null ? none : String(id))
const fromChoice = (value: string | null): number | null =>
  value === null || value === none ? null : Number(value)
const choicesOf = (items: readonly { id: number; name: string }[]): { value: string; label: string }[] =>
  items.map(({ id, name }) => ({ value: String(id), label: name }))

/** Which card a channel's new conversations get, where its new deals come, and who answers for them. */
export function ChannelRuleFields({ form }: Fields): ReactElement {
  const say = useWords(rulesWords)
  const ofAccount = useQuery(accountSettingsQuery).data?.settings.newConversationRule
  const labelOf = (rule: (typeof channelRules)[number]): string => {
    if (rule !== 'account') return say(`cr.short.${rule}`)
    return ofAccount
      ? say('cr.f.rule.account', { rule: say(`cr.short.${ofAccount}`) })
      : say('cr.short.account')
  }
  return (
    <>
      <Select
        label={say('cr.f.rule')}
        allowDeselect={false}
        data={channelRules.map((rule) => ({ value: rule, label: labelOf(rule) }))}
        value={form.values.newConversationRule}
        onChange={(value) => {
          const rule = channelRules.find((each) => each === value)
          if (rule) form.set('newConversationRule', rule)
        }}
      />
      <PipelineFields form={form} />
      <ResponsibleFields form={form} />
      <GroupField form={form} />
    </>
  )
}

function PipelineFields({ form }: Fields): ReactElement {
  const say = useWords(rulesWords)
  const sayCommon = useWords(settingsWords)
  const pipelines = useQuery(pipelinesQuery).data?.items ?? []
  const { pipelineId, incomingLeads } = form.values
  const pipeline: PipelineView | undefined =
    pipelines.find((each) => each.id === pipelineId) ?? pipelines.find((each) => each.isMain)
  const lacksStage = pipeline !== undefined && !pipeline.stages.some((stage) => stage.kind === 'incoming')
  return (
    <>
      <Select
        label={sayCommon('ch.p.pipe')}
        data={[{ value: none, label: sayCommon('ch.p.pipe.main') }, ...choicesOf(pipelines)]}
        value={toChoice(pipelineId)}
        error={form.problems.pipelineId}
        onChange={(value) => form.set('pipelineId', fromChoice(value))}
      />
      <Switch
        label={say('cr.f.incoming')}
        description={say(incomingLeads && lacksStage ? 'cr.f.incoming.nostage' : 'cr.f.incoming.d')}
        checked={incomingLeads}
        onChange={(event) => form.set('incomingLeads', event.currentTarget.checked)}
      />
    </>
  )
}

function ResponsibleFields({ form }: Fields): ReactElement {
  const say = useWords(rulesWords)
  const sayCommon = useWords(settingsWords)
  const { colleagues } = useSession()
  const { responsibleRule, responsibleUserId } = form.values
  const people = colleagues.filter((each) => each.isActive || each.id === responsibleUserId)
  return (
    <>
      <Radio.Group
        label={say('cr.f.resp')}
        {...(responsibleRule === 'fixed' ? {} : { description: say(`cr.f.resp.${responsibleRule}.d`) })}
        value={responsibleRule}
        onChange={(value) => {
          const rule = responsibleRules.find((each) => each === value)
          if (rule) form.set('responsibleRule', rule)
        }}
      >
        <Stack gap={8} mt={8}>
          {responsibleRules.map((rule) => (
            <Radio key={rule} value={rule} label={say(`cr.f.resp.${rule}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {responsibleRule === 'fixed' && (
        <Select
          label={sayCommon('ch.p.resp')}
          description={sayCommon('ch.p.resp.d')}
          searchable
          data={[{ value: none, label: sayCommon('ch.p.resp.none') }, ...choicesOf(people)]}
          value={toChoice(responsibleUserId)}
          error={form.problems.responsibleUserId}
          onChange={(value) => form.set('responsibleUserId', fromChoice(value))}
        />
      )}
    </>
  )
}

function GroupField({ form }: Fields): ReactElement | null {
  const say = useWords(rulesWords)
  const sayCommon = useWords(settingsWords)
  const groups = useQuery(channelsQuery).data?.groups ?? []
  const { groupId, responsibleRule } = form.values
  const isNeeded = responsibleRule === 'round_robin'
  if (groups.length === 0 && !isNeeded) return null
  return (
    <Select
      label={sayCommon('ch.p.group')}
      description={sayCommon('ch.p.group.d')}
      searchable
      // What is wrong with it stands below it and gets the focus: the choices would hide it.
      openOnFocus={false}
      data={[{ value: none, label: sayCommon('ch.p.group.none') }, ...choicesOf(groups)]}
      value={toChoice(groupId)}
      error={form.problems.groupId && isNeeded ? say('cr.f.group.needed') : form.problems.groupId}
      onChange={(value) => form.set('groupId', fromChoice(value))}
    />
  )
}
