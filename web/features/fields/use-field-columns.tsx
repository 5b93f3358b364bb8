import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { EntityKind } from '#contract/common'
import { listFieldValues } from '#contract/fields'
import type { FieldValues } from '#contract/fields'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import type { Column } from '../../ui/data-table.tsx'
import { fieldsKey, useFields } from './fields-data.ts'
import { useValueText } from './value-text.ts'

/** So many rows are asked for together. */
const portion = 100
/** Several changes come together: they are asked for once. */
const gatherMs = 500

export type FieldColumn = `field.${number}`
export const fieldColumnOf = (fieldId: number): FieldColumn => `field.${fieldId}`

/** Columns of custom fields, those of `chosen` that are there; their values are asked for only when there are any. */
export function useFieldColumns<Row extends { id: number }>(
  kind: EntityKind,
  rows: readonly Row[],
  chosen: readonly string[],
): Column<Row>[] {
  const write = useValueText()
  const fields = useFields(kind).filter(({ id }) => chosen.includes(fieldColumnOf(id)))
  const values = useRowValues(kind, fields.length === 0 ? [] : rows)
  return fields.map((field) => ({
    key: fieldColumnOf(field.id),
    title: <bdi>{field.name}</bdi>,
    width: '16%',
    isNumber: field.type === 'number' || field.type === 'money',
    render: ({ id }) => {
      const text = write(field, values.get(id)?.[field.id])
      return text === '' ? null : (
        <bdi title={text}>{text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</bdi>
      )
    },
  }))
}

const mostShown = 120

function useRowValues(kind: EntityKind, rows: readonly { id: number }[]): Map<number, FieldValues> {
  const client = useQueryClient()
  const key = [...fieldsKey, 'rows', kind] as const
  const portions = Array.from({ length: Math.ceil(rows.length / portion) }, (_each, place) =>
    // In the order of their ids, so that a row that rises to the top asks for nothing.
    rows
      .slice(place * portion, (place + 1) * portion)
      .map(({ id }) => id)
      .toSorted((one, other) => one - other),
  )
  const answers = useQueries({
    queries: portions.map((ids) => ({
      queryKey: [...key, ids],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await call(listFieldValues, { kind, ids: ids.join(',') }, { signal })).items,
    })),
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const reload = (): void => {
    if (rows.length === 0) return
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: key })
    }, gatherMs)
  }
  useLive('deal', () => kind === 'deal' && reload())
  useLive('customer', () => kind === 'customer' && reload())
  return new Map(answers.flatMap(({ data }) => data ?? []).map(({ id, values }) => [id, values]))
}
