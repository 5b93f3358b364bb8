import { z } from 'zod'
import { entityKind, id, idParam, line, requestId } from './common.ts'
import { idList } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'
import { fieldTypes } from './field-values.ts'

export const mostFields = 200
export const mostFieldGroups = 50
export const mostFieldChoices = 500

const title = line(100).min(1)
const roleIds = z.array(id).max(100)

const stagePlace = z.object({ pipelineId: id, stageId: id })

export const field = z.object({
  id,
  kind: entityKind,
  /** null: the first block, which has no name. */
  groupId: id.nullable(),
  name: z.string(),
  type: z.enum(fieldTypes),
  /** In their order. Those offered no longer stand at the end, for rows that have them. */
  choices: z.array(z.object({ id, name: z.string(), isArchived: z.boolean() })),
  /** A card comes to these stages only with the field filled in. */
  requiredIn: z.array(stagePlace),
  /** Roles; null: every role. Who may change settings is told of all fields, of their values only with the role. */
  visibleTo: roleIds.nullable(),
  editableBy: roleIds.nullable(),
  /** Whether one's own role sees its values, and may change them where it may change the row. */
  isVisible: z.boolean(),
  isEditable: z.boolean(),
  isArchived: z.boolean(),
})
export type FieldView = z.output<typeof field>

export const fieldGroup = z.object({ id, kind: entityKind, name: z.string() })
export type FieldGroupView = z.output<typeof fieldGroup>

const fields = z.object({ groups: z.array(fieldGroup), fields: z.array(field) })
export type Fields = z.output<typeof fields>

const fieldParams = z.object({ fieldId: idParam })
const groupParams = z.object({ groupId: idParam })
const choiceParams = z.object({ fieldId: idParam, choiceId: idParam })
/** Before which one something shall stand; null: at the end. */
const beforeId = id.nullable()
/** The name one saw: another one there now is not overwritten. */
const seenName = z.string().max(200)

export const listFields = endpoint({
  id: 'fields.list',
  summary: 'Custom fields and their groups, in their order',
  method: 'GET',
  path: '/fields',
  permission: 'user',
  output: fields,
})

/** Every change of fields answers all of them, as they are now. */
export const createField = endpoint({
  id: 'fields.create',
  summary: 'Add a field to deals, customers, contacts or companies',
  method: 'POST',
  path: '/fields',
  permission: 'settings',
  body: z.object({
    requestId,
    kind: entityKind,
    name: title,
    type: z.enum(fieldTypes),
    groupId: id.nullable().default(null),
    choices: z.array(title).max(mostFieldChoices).default([]),
  }),
  output: fields,
  errors: ['field_group.not_found', 'field_choice.taken', 'field.too_many'],
})

export const changeField = endpoint({
  id: 'fields.change',
  summary: 'Rename or move a field, say who sees and fills it and where it is required, or bring it back',
  method: 'PATCH',
  path: '/fields/:fieldId',
  permission: 'settings',
  params: fieldParams,
  body: z.object({
    name: title.optional(),
    seenName: seenName.optional(),
    groupId: id.nullable().optional(),
    beforeId: beforeId.optional(),
    visibleTo: roleIds.nullable().optional(),
    editableBy: roleIds.nullable().optional(),
    requiredIn: z.array(stagePlace).max(500).optional(),
    isArchived: z.literal(false).optional(),
  }),
  output: fields,
  errors: [
    'field.not_found',
    'field_group.not_found',
    'role.not_found',
    'stage.not_found',
    'settings.changed_meanwhile',
    'field.too_many',
  ],
})

export const deleteField = endpoint({
  id: 'fields.delete',
  summary: 'Take a field away; its values stay and come back with it',
  method: 'DELETE',
  path: '/fields/:fieldId',
  permission: 'settings',
  params: fieldParams,
  output: fields,
  errors: ['field.not_found'],
})

export const createFieldChoice = endpoint({
  id: 'field-choices.create',
  summary: 'Add a choice to a field',
  method: 'POST',
  path: '/fields/:fieldId/choices',
  permission: 'settings',
  params: fieldParams,
  body: z.object({ requestId, name: title }),
  output: fields,
  errors: ['field.not_found', 'field_choice.taken', 'field_choice.too_many'],
})

export const changeFieldChoice = endpoint({
  id: 'field-choices.change',
  summary: 'Rename or move a choice, or offer it again',
  method: 'PATCH',
  path: '/fields/:fieldId/choices/:choiceId',
  permission: 'settings',
  params: choiceParams,
  body: z.object({
    name: title.optional(),
    seenName: seenName.optional(),
    beforeId: beforeId.optional(),
    isArchived: z.literal(false).optional(),
  }),
  output: fields,
  errors: ['field.not_found', 'field_choice.not_found', 'field_choice.taken', 'settings.changed_meanwhile'],
})

export const deleteFieldChoice = endpoint({
  id: 'field-choices.delete',
  summary: 'Offer a choice no longer; rows that have it keep it',
  method: 'DELETE',
  path: '/fields/:fieldId/choices/:choiceId',
  permission: 'settings',
  params: choiceParams,
  output: fields,
  errors: ['field.not_found', 'field_choice.not_found'],
})

export const createFieldGroup = endpoint({
  id: 'field-groups.create',
  summary: 'Add a block of fields',
  method: 'POST',
  path: '/field-groups',
  permission: 'settings',
  body: z.object({ requestId, kind: entityKind, name: title }),
  output: fields,
  errors: ['field_group.too_many'],
})

export const changeFieldGroup = endpoint({
  id: 'field-groups.change',
  summary: 'Rename or move a block of fields',
  method: 'PATCH',
  path: '/field-groups/:groupId',
  permission: 'settings',
  params: groupParams,
  body: z.object({
    name: title.optional(),
    seenName: seenName.optional(),
    beforeId: beforeId.optional(),
  }),
  output: fields,
  errors: ['field_group.not_found', 'settings.changed_meanwhile'],
})

export const deleteFieldGroup = endpoint({
  id: 'field-groups.delete',
  summary: 'Take a block away; its fields go to the first block',
  method: 'DELETE',
  path: '/field-groups/:groupId',
  permission: 'settings',
  params: groupParams,
  output: fields,
  errors: ['field_group.not_found'],
})

/** As it travels; whether it suits the field is judged by `readFieldValue`. */
export const sentFieldValue = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.int()).max(mostFieldChoices),
])

/** By the ids of fields; those without a value are not there. */
export const fieldValues = z.record(z.string().regex(/^\d{1,15}$/), sentFieldValue)
export type FieldValues = z.output<typeof fieldValues>

/** What is written into fields along with something else, by their ids; null empties one. */
export const filledFields = z.record(z.string().regex(/^\d{1,15}$/), sentFieldValue.nullable())

export const mostValueRows = 200

export const listFieldValues = endpoint({
  id: 'field-values.list',
  summary: 'What stands in the fields of rows one may see, of the fields one’s role sees',
  method: 'GET',
  path: '/field-values',
  permission: 'user',
  query: z.object({ kind: entityKind, ids: idList }),
  output: z.object({ items: z.array(z.object({ id, values: fieldValues })) }),
})

/**
 * Changes values of one row, all or none. `seen`: what stood there when its editor began; when something else stands there
 * now, and not what is given, nothing is written and `field.changed` tells what it is.
 */
export const changeFieldValues = endpoint({
  id: 'field-values.change',
  summary: 'Fill in or empty fields of a deal, customer, contact or company',
  method: 'PATCH',
  path: '/field-values/:kind/:entityId',
  permission: 'user',
  params: z.object({ kind: entityKind, entityId: idParam }),
  body: z.object({
    changes: z
      .array(
        z.object({
          fieldId: id,
          value: sentFieldValue.nullable(),
          seen: sentFieldValue.nullable().optional(),
        }),
      )
      .min(1)
      .max(mostFields),
  }),
  output: z.object({ values: fieldValues }),
  errors: [
    'deal.not_found',
    'contact.not_found',
    'company.not_found',
    'customer.not_found',
    'field.not_found',
    'field.changed',
    'session.forbidden',
  ],
})
