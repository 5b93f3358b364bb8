import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { conversationSorts } from '#contract/conversation-filter'
import type { StageWish } from '#contract/conversation-filter'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'
import { choicesOf, noChoices, withoutNothing } from '../list-filter.ts'
import type { ImboxFilter } from '../list-filter.ts'
import { ChannelChoice } from './channel-choice.tsx'
import { ResponsibleChoice } from './responsible-choice.tsx'
import { StageChoice } from './stage-choice.tsx'
import { TagChoice } from './tag-choice.tsx'
import { WaitingChoice } from './waiting-choice.tsx'
import { SaveViewButton } from '../views/save-view-button.tsx'
import classes from './filter.module.css'

type Props = { filter: ImboxFilter; onApply: (change: Partial<ImboxFilter>) => void }

const none: readonly number[] = []
const noStages: readonly StageWish[] = []
const reads = ['any', 'unread', 'read'] as const
const states = ['open', 'closed', 'any'] as const
const cards = ['none', 'deal', 'customer'] as const
const ways = ['in', 'out'] as const

/** Everything that narrows the list. What is chosen holds when it is applied, so that nothing is loaded on the way there. */
export function FilterPanel({ filter, onApply }: Props): ReactElement {
  const say = useWords(imboxWords)
  const [draft, setDraft] = useState(filter)
  const change = (some: Partial<ImboxFilter>): void =>
    setDraft((before) => withoutNothing({ ...before, ...some }))
  const apply = (): void => onApply({ ...noChoices, ...draft })
  return (
    <div
      className={classes.panel}
      role="search"
      aria-label={say('imbox.filter')}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) apply()
      }}
    >
      <div className={classes.fields}>
        <div>
          <p id="imbox-read" className={classes.label}>
            {say('imbox.f.read')}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby="imbox-read"
            size="sm"
            value={draft.read}
            onChange={(value) => change({ read: reads.find((read) => read === value) ?? 'any' })}
            data={reads.map((read) => ({ value: read, label: say(`imbox.f.read.${read}`) }))}
          />
        </div>
        <ChannelChoice ids={draft.channelId ?? none} onChange={(channelId) => change({ channelId })} />
        <StageChoice stages={draft.stage ?? noStages} onChange={(stage) => change({ stage })} />
        <ResponsibleChoice
          userIds={draft.responsibleUserId ?? none}
          groupIds={draft.responsibleGroupId ?? none}
          onChange={(responsibleUserId, responsibleGroupId) =>
            change({ responsibleUserId, responsibleGroupId })
          }
        />
        <WaitingChoice
          minutes={draft.waitingLonger}
          onChange={(waitingLonger) => change({ waitingLonger })}
        />
        <Wish
          label={say('imbox.f.state')}
          usual={say('imbox.f.state.usual')}
          values={states}
          value={draft.state}
          say={(state) => say(`imbox.f.state.${state}`)}
          onChange={(state) => change({ state })}
        />
        <Wish
          label={say('imbox.f.card')}
          usual={say('imbox.f.any')}
          values={cards}
          value={draft.card}
          say={(card) => say(`imbox.f.card.${card}`)}
          onChange={(card) => change({ card })}
        />
        <Wish
          label={say('imbox.f.way')}
          usual={say('imbox.f.any')}
          values={ways}
          value={draft.way}
          say={(way) => say(`imbox.f.way.${way}`)}
          onChange={(way) => change({ way })}
        />
        <TagChoice ids={draft.tagId ?? none} onChange={(tagId) => change({ tagId })} />
        <Period draft={draft} onChange={change} />
        <Select
          label={say('imbox.sort')}
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          data={conversationSorts.map((sort) => ({ value: sort, label: say(`imbox.sort.${sort}`) }))}
          value={draft.sort}
          onChange={(value) => change({ sort: conversationSorts.find((sort) => sort === value) ?? 'recent' })}
        />
      </div>
      <div className={classes.foot}>
        <Button onClick={apply}>{say('imbox.f.apply')}</Button>
        <Button
          variant="subtle"
          disabled={choicesOf(draft).length === 0 && choicesOf(filter).length === 0}
          onClick={() => onApply(noChoices)}
        >
          {say('imbox.f.reset')}
        </Button>
        <SaveViewButton filter={draft} onSaved={apply} />
      </div>
    </div>
  )
}

type WishProps<Value extends string> = {
  label: string
  /** What holds without a choice. */
  usual: string
  values: readonly Value[]
  value: Value | undefined
  say: (value: Value) => string
  onChange: (value: Value | undefined) => void
}

function Wish<Value extends string>(props: WishProps<Value>): ReactElement {
  const { label, usual, values, value, say, onChange } = props
  return (
    <Select
      label={label}
      placeholder={usual}
      comboboxProps={{ withinPortal: false }}
      clearable
      data={values.map((each) => ({ value: each, label: say(each) }))}
      value={value ?? null}
      onChange={(chosen) => onChange(values.find((each) => each === chosen))}
    />
  )
}

type PeriodProps = { draft: ImboxFilter; onChange: (change: Partial<ImboxFilter>) => void }

function Period({ draft, onChange }: PeriodProps): ReactElement {
  const say = useWords(imboxWords)
  const { lastFrom, lastTo } = draft
  return (
    <fieldset className={classes.pair}>
      <legend>{say('imbox.f.period')}</legend>
      <TextInput
        type="date"
        aria-label={`${say('imbox.f.period')}: ${say('imbox.f.since')}`}
        max={lastTo ?? '9999-12-31'}
        value={lastFrom ?? ''}
        onChange={(event) => onChange({ lastFrom: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label={`${say('imbox.f.period')}: ${say('imbox.f.until')}`}
        min={lastFrom}
        max="9999-12-31"
        value={lastTo ?? ''}
        onChange={(event) => onChange({ lastTo: event.currentTarget.value || undefined })}
      />
    </fieldset>
  )
}
