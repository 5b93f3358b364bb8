export const element = (tag, fields = {}, children = []) => {
  const node = Object.assign(document.createElement(tag), fields)
  node.append(...children)
  return node
}

/** A small button under a message. */
export const action = (textContent, onclick) => element('button', { type: 'button', textContent, onclick })

/** Chooses the person's own reaction to a message: `choices` are [value, emoji]; an empty value takes it away. */
export const reactionPicker = (name, choices, chosen, choose) => {
  const options = [['', name], ...choices].map(([value, textContent]) =>
    element('option', { value, textContent }),
  )
  const picker = element('select', { className: 'reaction', onchange: () => choose(picker.value) }, options)
  picker.setAttribute('aria-label', name)
  picker.value = chosen ?? ''
  return picker
}
