import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { EntityKind, EntityRef } from '#contract/common'
import { changeFieldValues, listFields, listFieldValues } from '#contract/fields'
import type { FieldGroupView, FieldValues, FieldView } from '#contract/fields'
import type { FieldValue } from '#contract/field-values'
import { call } from '../../lib/api.ts'

/** Everything of fields begins with it: when fields change, what stands in them is asked for anew too. */
export const fieldsKey = ['fields'] as const

export const fieldsQuery = queryOptions({
  queryKey: [...fieldsKey, 'all'],
  queryFn: ({ signal }) => call(listFields, undefined, { signal }),
})

const noFields: readonly FieldView[] = []
const noGroups: readonly FieldGroupView[] = []

/** The fields of a kind that are offered and that one's role sees, in their order. */
export function useFields(kind: EntityKind): readonly FieldView[] {
  const { data } = useQuery(fieldsQuery)
  return (
    data?.fields.filter((field) => field.kind === kind && !field.isArchived && field.isVisible) ?? noFields
  )
}

export function useFieldGroups(kind: EntityKind): readonly FieldGroupView[] {
  const { data } = useQuery(fieldsQuery)
  return data?.groups.filter((group) => group.kind === kind) ?? noGroups
}

export const valuesKey = ({
  kind,
  id,
}: EntityRef): readonly [...typeof fieldsKey, 'values', EntityKind, number] => [
  ...fieldsKey,
  'values',
  kind,
  id,
]

export function useFieldValues(entity: EntityRef): {
  values: FieldValues | undefined
  error: unknown
  retry: () => void
} {
  const { kind, id } = entity
  const query = useQuery({
    queryKey: valuesKey(entity),
    queryFn: async ({ signal }) => {
      const { items } = await call(listFieldValues, { kind, ids: String(id) }, { signal })
      return items[0]?.values ?? {}
    },
    staleTime: 0,
  })
  return { values: query.data, error: query.error, retry: () => void query.refetch() }
}

export type FieldChange = { fieldId: number; value: FieldValue | null; seen?: FieldValue | null }

/** Changes values of a row. Rejects with the reason. */
export function useFill(entity: EntityRef): (changes: FieldChange[]) => Promise<void> {
  const client = useQueryClient()
  return async (changes) => {
    try {
      const { values } = await call(changeFieldValues, { kind: entity.kind, entityId: entity.id, changes })
      client.setQueryData(valuesKey(entity), values)
    } finally {
      // A refused one is looked at anew: somebody may have changed what stands there.
      void client.invalidateQueries({ queryKey: valuesKey(entity) })
    }
  }
}
