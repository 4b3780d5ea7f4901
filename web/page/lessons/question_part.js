// A question in a lesson's panel: what is asked, where the answer goes, and what is said of it.

import { button, el, freshId } from '../dom/dom.js';
import { isRight, numberIn } from './questions.js';
import { words } from './words.js';

/**
 * @param {import('./questions.js').Question} question
 * @param {(given: string, right: boolean) => void} onAnswer
 * @returns {{root: HTMLElement, show: (answer: {given: string, right: boolean, met?: boolean}, exercise: boolean) => void}}
 *   show: what was answered, and whether it is the only answer that counts
 */
export function questionPart(question, onAnswer) {
  const verdict = el('p', { class: 'verdict', role: 'status' });
  const complain = (sentence) => (verdict.textContent = sentence);
  const input = kInputs[question.kind](question, complain, onAnswer);
  const reveal = button('show-answer', words.showAnswer, () => say(words.shown), { class: 'small', hidden: true });
  const say = (start) => {
    verdict.textContent = [start, start === words.shown ? input.answer : '', question.reason].filter(Boolean).join(' ');
    reveal.hidden = true;
  };
  return {
    root: el('div', { class: 'question', 'data-kind': question.kind }, input.root, verdict, reveal),
    show({ given, right, met = right }, exercise) {
      input.show(given);
      verdict.classList.toggle('right', met);
      if (met) say(question.kind === 'do' ? words.done : words.right);
      else if (exercise) say(`${words.missed} ${words.shown} ${input.answer}`);
      else {
        complain(question.kind === 'number' ? words.wrongNumber : words.wrong);
        reveal.hidden = false;
      }
      if (met || exercise) input.close();
    },
  };
}

const kInputs = { choice: choiceInput, number: numberInput, do: deedInput };

function choiceInput(question, complain, onAnswer) {
  const name = freshId('lesson');
  const radios = question.choices.map((text, i) => {
    const input = el('input', { type: 'radio', name, value: String(i) });
    return { input, root: el('label', { class: 'tick' }, input, el('span', {}, text)) };
  });
  const check = button('check-answer', words.check, () => {
    const given = radios.findIndex(({ input }) => input.checked);
    if (given < 0) complain(words.noChoice);
    else onAnswer(question.choices[given], isRight(question, given));
  });
  return {
    root: el('fieldset', {}, el('legend', {}, question.ask), ...radios.map(({ root }) => root), check),
    answer: `${question.choices[question.answer]}.`,
    show: (given) => radios.forEach(({ input }, i) => (input.checked = question.choices[i] === given)),
    close: () => [check, ...radios.map(({ input }) => input)].forEach((each) => (each.disabled = true)),
  };
}

function numberInput(question, complain, onAnswer) {
  const input = el('input', { type: 'text', inputMode: 'decimal', autocomplete: 'off', 'data-field': 'lesson-number' });
  const take = () => {
    const given = numberIn(input.value);
    if (Number.isNaN(given)) complain(words.noNumber);
    else onAnswer(input.value.trim(), isRight(question, given));
  };
  input.addEventListener('keydown', ({ key }) => key === 'Enter' && take());
  const check = button('check-answer', words.check, take);
  return {
    root: el(
      'div',
      {},
      el('p', { class: 'ask' }, question.ask),
      el('div', { class: 'row' }, el('label', { class: 'field' }, words.yourNumber, input), check),
    ),
    answer: `${words.isNumber(question.answer, question.tolerance ?? 0)}.`,
    show: (given) => (input.value = given),
    close: () => (input.disabled = check.disabled = true),
  };
}

function deedInput(question) {
  return {
    root: el('p', { class: 'ask' }, el('strong', {}, `${words.toDo}: `), question.ask),
    answer: '',
    show() {},
    close() {},
  };
}
