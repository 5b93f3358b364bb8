import type { CallParameters, UploadedFile } from './call-parameters.ts'
import type { Community } from './community.ts'
import type { Fault } from './faults.ts'
import type { Person } from './person.ts'

type Act = (person: Person, parameters: CallParameters, files: UploadedFile[]) => unknown

/** Does what the page asks: of the community's VK, or of one person. */
export const act = (community: Community, parameters: CallParameters, files: UploadedFile[]): unknown => {
  const name = parameters.text('act')
  if (name === 'createPerson') {
    const [firstName, ...rest] = parameters.text('name').split(/\s+/)
    return { id: community.person({ firstName: firstName || 'Клиент', lastName: rest.join(' ') }).id }
  }
  if (name === 'fault') {
    const fault = faultOf(parameters.text('kind'))
    return community.faults.next(parameters.text('place') || '*', fault, parameters.integer('times') ?? 1)
  }
  if (name === 'clearFaults') return community.faults.clear()
  const personId = parameters.integer('person')
  const person = community.people().find(({ id }) => id === personId)
  if (person && name === 'operator') {
    community.operatorWrites(person, parameters.text('text'))
    return undefined
  }
  const personAct = acts[name]
  if (!person || !personAct) throw new Error('no such person or act')
  personAct(person, parameters, files)
}

const acts: Record<string, Act> = {
  text: (person, parameters) => {
    const replyTo = parameters.integer('replyTo')
    const answered = replyTo === null ? {} : { replyTo }
    return person.sendText(parameters.text('text'), { ...payloadOf(parameters), ...answered })
  },
  start: (person, parameters) => person.start(parameters.text('ref') ? { ref: parameters.text('ref') } : {}),
  edit: (person, parameters) => person.edit(parameters.requiredInteger('number'), parameters.text('text')),
  deny: (person) => person.deny(),
  allow: (person) => person.allow(),
  read: (person) => person.read(),
  press: (person, parameters) => person.press(parameters.object('payload')),
  rename: (person, parameters) => person.rename(parameters.text('name')),
  react: (person, parameters) =>
    person.react(parameters.requiredInteger('number'), parameters.integer('reaction')),
  forward: (person, parameters) => {
    const message = person.message(parameters.requiredInteger('number'))
    return message ? person.forward([message]) : undefined
  },
  files: (person, parameters, files) =>
    person.sendFiles(
      files.map(({ name, mime, bytes }) => {
        const isPhoto = !parameters.flag('asDocuments') && /^image\/(jpeg|png)$/.test(mime)
        return { kind: isPhoto ? ('photo' as const) : ('doc' as const), name, mime, bytes }
      }),
      parameters.text('text'),
    ),
  sample: (person, parameters) => sendSample(person, parameters.text('kind')),
}

const payloadOf = (parameters: CallParameters): { payload?: string } =>
  parameters.text('payload') === '' ? {} : { payload: parameters.text('payload') }

const samples: Record<string, (person: Person) => unknown> = {
  photo: (person) => person.sendPhoto(),
  album: (person) =>
    person.sendFiles([{ kind: 'photo' }, { kind: 'photo' }, { kind: 'doc' }], 'Вот фото и смета'),
  document: (person) => person.sendDocument(),
  voice: (person) => person.sendVoice({ durationSeconds: 3 }),
  sticker: (person) => person.sendSticker(),
  place: (person) => person.sendPlace(),
  video: (person) =>
    person.sendAttachment('video', { id: 456, owner_id: person.id, title: 'Как собрать шкаф' }),
  post: (person) => person.sendAttachment('wall', { id: 12, owner_id: -77, text: 'Скидки до пятницы' }),
  poll: (person) =>
    person.sendAttachment('poll', {
      question: 'Какой цвет?',
      answers: [{ text: 'Серый' }, { text: 'Синий' }],
    }),
  unknown: (person) => person.sendAttachment('hologram', { layers: 3 }),
}

const sendSample = (person: Person, kind: string): unknown => {
  const sample = samples[kind]
  if (!sample) throw new Error('no such sample')
  return sample(person)
}

const faultOf = (kind: string): Fault => {
  switch (kind) {
    case 'answerDropped':
    case 'cutMidAnswer':
    case 'outage':
    case 'refuseConnection':
    case 'wrongKind':
    case 'deliverTwice':
    case 'reorder':
      return { kind }
    case 'slow':
    case 'hang':
    case 'delay':
      return { kind, ms: 8000 }
    case 'failed1':
      return { kind: 'failed', number: 1 }
    case 'failed2':
      return { kind: 'failed', number: 2 }
    case 'failed3':
      return { kind: 'failed', number: 3 }
    default: {
      const code = /^error(\d+)$/.exec(kind)?.[1]
      if (code === undefined) throw new Error('no such fault')
      return { kind: 'error', code: Number(code) }
    }
  }
}
