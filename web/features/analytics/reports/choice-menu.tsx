import { Button, Checkbox, Popover, ScrollArea, TextInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { reportWords } from './labels.ts'
import classes from './reports.module.css'

/** What can be chosen, under a name when there are several kinds of it. */
export type ChoiceGroup = { name?: string; choices: readonly { value: string; name: string }[] }

type Props = {
  label: string
  groups: readonly ChoiceGroup[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

const fewEnough = 8

/** A filter as a button that tells what it is set to; a choice holds as soon as it is made. */
export function ChoiceMenu({ label, groups, chosen, onChange }: Props): ReactElement {
  const say = useWords(reportWords)
  const [wanted, setWanted] = useState('')
  const every = groups.flatMap(({ choices }) => choices)
  const only = chosen.length === 1 ? every.find(({ value }) => value === chosen[0])?.name : undefined
  const told = chosen.length === 0 ? say('rep.all') : (only ?? say('rep.chosen', { count: chosen.length }))
  const found = groups
    .map(({ name, choices }) => ({
      name,
      choices: choices.filter((choice) => choice.name.toLowerCase().includes(wanted.trim().toLowerCase())),
    }))
    .filter(({ choices }) => choices.length > 0)
  return (
    <Popover position="bottom-start" trapFocus returnFocus width={280} onChange={() => setWanted('')}>
      <Popover.Target>
        <Button
          variant={chosen.length > 0 ? 'light' : 'default'}
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden="true" />}
        >
          <span className={classes.filterName}>{label}:</span>&nbsp;{told}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {every.length > fewEnough ? (
          <TextInput
            mb={8}
            aria-label={say('rep.find')}
            placeholder={say('rep.find')}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        ) : null}
        <ScrollArea.Autosize mah={320}>
          {found.length === 0 ? <p className={classes.note}>{say('rep.notFound')}</p> : null}
          {found.map(({ name, choices }, index) => (
            <fieldset key={name ?? index} className={classes.choices}>
              {name ? <legend className={classes.note}>{name}</legend> : null}
              {choices.map((choice) => (
                <Checkbox
                  key={choice.value}
                  size="sm"
                  label={choice.name}
                  checked={chosen.includes(choice.value)}
                  onChange={(event) =>
                    onChange(
                      event.currentTarget.checked
                        ? [...chosen, choice.value]
                        : chosen.filter((value) => value !== choice.value),
                    )
                  }
                />
              ))}
            </fieldset>
          ))}
        </ScrollArea.Autosize>
        <Button mt={8} variant="subtle" size="xs" disabled={chosen.length === 0} onClick={() => onChange([])}>
          {say('rep.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
