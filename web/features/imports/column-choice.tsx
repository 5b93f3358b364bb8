import { Button, Radio, Select, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { targetName } from '#contract/import-words'
import { encodings, matchWays, mayRepeat, separators } from '#contract/imports'
import type { ImportView } from '#contract/imports'
import { useLanguage, useWords } from '../../lib/words.ts'
import page from '../settings/page.module.css'
import { useChangeImport, useStep } from './imports-data.ts'
import classes from './imports.module.css'
import { importWords } from './labels.ts'

/** What each column of the file is, how the file is read, and what is done with what is known already. */
export function ColumnChoice({ view }: { view: ImportView }): ReactElement {
  const say = useWords(importWords)
  const change = useChangeImport(view.id)
  const step = useStep(view.id)
  const places = [...view.columns.keys()]
  const match = view.kind === 'contacts' ? say('im.match') : say(`im.match.${view.kind}`)
  const isOfCards = view.kind === 'deals' || view.kind === 'customers'
  return (
    <>
      {view.format.kind === 'csv' && <Reading format={view.format} change={change} />}
      <section className={page.section} aria-labelledby="import-columns">
        <h2 id="import-columns" className={page.heading}>
          {say('im.columns')}
        </h2>
        <p className={classes.hint}>{say('im.columns.sub')}</p>
        <ul className={page.list}>
          {places.map((place) => (
            <ColumnRow
              key={place}
              view={view}
              place={place}
              onChoose={(targets) => change.mutate({ targets })}
            />
          ))}
        </ul>
      </section>
      <section className={page.section}>
        <Radio.Group
          label={match}
          value={view.onMatch}
          onChange={(chosen) => {
            const onMatch = matchWays.find((way) => way === chosen)
            if (onMatch) change.mutate({ onMatch })
          }}
        >
          <Stack gap="xs" mt="xs">
            {matchWays.map((way) => (
              <Radio
                key={way}
                value={way}
                label={way === 'skip' && isOfCards ? say('im.match.skip.deals') : say(`im.match.${way}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
      </section>
      <div className={`${page.section} ${page.actions}`}>
        <Button
          variant={view.state === 'checked' ? 'default' : 'filled'}
          loading={step.isPending || change.isPending}
          onClick={() => step.mutate('check')}
        >
          {view.state === 'checked' ? say('im.check.again') : say('im.check')}
        </Button>
        <p className={classes.hint}>{say('im.check.d')}</p>
      </div>
    </>
  )
}

type RowProps = { view: ImportView; place: number; onChoose: (targets: (string | null)[]) => void }

function ColumnRow({ view, place, onChoose }: RowProps): ReactElement | null {
  const say = useWords(importWords)
  const language = useLanguage()
  const { columns, targets } = view
  const column = columns[place]
  if (!column) return null
  const name = column.header === '' ? say('im.column.n', { n: place + 1 }) : column.header
  const isFree = (target: string): boolean =>
    target === column.target || mayRepeat(target) || columns.every((each) => each.target !== target)
  const samples = column.samples.filter((value) => value !== '')
  return (
    <li className={page.row}>
      <div className={page.grow}>
        <bdi className={page.name}>{name}</bdi>
        <span className={page.meta} title={say('im.samples')}>
          <bdi>{samples.slice(0, 3).join(' · ')}</bdi>
        </span>
      </div>
      <Select
        className={classes.target}
        aria-label={say('im.target.of', { name })}
        data={targets
          .filter(({ target }) => isFree(target))
          .map(({ target, name: own }) => ({ value: target, label: own ?? targetName(language, target) }))}
        value={column.target}
        placeholder={say('im.target.none')}
        clearable
        searchable
        onChange={(target) =>
          onChoose(columns.map((each, other) => (other === place ? target : each.target)))
        }
      />
    </li>
  )
}

const encodingNames = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 BE',
  'windows-1251': 'Windows-1251',
}

type ReadingProps = {
  format: Extract<ImportView['format'], { kind: 'csv' }>
  change: ReturnType<typeof useChangeImport>
}

function Reading({ format, change }: ReadingProps): ReactElement {
  const say = useWords(importWords)
  return (
    <section className={page.section} aria-labelledby="import-reading">
      <h2 id="import-reading" className={page.heading}>
        {say('im.reading')}
      </h2>
      <div className={classes.reading}>
        <Select
          label={say('im.encoding')}
          data={encodings.map((value) => ({ value, label: encodingNames[value] }))}
          value={format.encoding}
          allowDeselect={false}
          onChange={(chosen) => {
            const encoding = encodings.find((each) => each === chosen)
            if (encoding) change.mutate({ encoding })
          }}
        />
        <Select
          label={say('im.separator')}
          data={separators.map((value) => ({
            value,
            label: value === '\t' ? say('im.sep.tab') : say(`im.sep.${value}`),
          }))}
          value={format.separator}
          allowDeselect={false}
          onChange={(chosen) => {
            const separator = separators.find((each) => each === chosen)
            if (separator) change.mutate({ separator })
          }}
        />
      </div>
    </section>
  )
}
