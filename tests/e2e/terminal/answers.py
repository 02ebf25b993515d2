# usage: answers.py file|record|equal ...
#
#   file FORM.json TELLS.json              the answers of a person (person.py) as a file for midstance-checkin answer
#   record FORM.json TELLS.json            the same as the check-in that a client of the API would record
#   equal CHECK_INS.json CHECK_INS.json    whether the newest check-ins of two lists say the same
import json
import sys

SITES = {'AREA_KNEE': 'knee', 'SIDE_LEFT': 'left', 'SIDE_RIGHT': 'right'}


def read(path):
    with open(path) as text:
        return json.load(text)


def name_of(question):
    site = question.get('site')
    return (f"{SITES[site['area']]}/{SITES[site['side']]} " if site else '') + question['code']


# Whether the answer to a question says that something is so.
def is_so(tells, question):
    return bool(tells['answers'].get(question['code']))


# The questions that are asked, and those that a list says by leaving them out.
def asked(form, tells):
    questions = form['questions']

    def is_open(question):
        gates = [q for q in questions if q['code'] == question.get('asked_when')]
        return not gates or (is_so(tells, gates[0]) and is_open(gates[0]))

    return [q for q in questions if is_open(q)]


def usual(question):
    return {'KIND_NUMBER': 0, 'KIND_CHOICE': question.get('choices', [''])[0], 'KIND_FLAG': False}[question['kind']]


def value(tells, question):
    return tells['answers'].get(question['code'], usual(question))


def exercises(form):
    return [e for e in form['today'].get('exercises', []) if e.get('due') and not e.get('held')]


def as_file(form, tells):
    # Of what may be ticked only what is so; nothing_else says the rest.
    told = [q for q in asked(form, tells) if is_so(tells, q) or not q.get('tick_text')]
    sides = {'SIDE_LEFT': ' left', 'SIDE_RIGHT': ' right'}
    file = {
        'answers': {name_of(q): value(tells, q) for q in told},
        'nothing_else': True,
        'exercises': {e['exercise'].split('/')[1] + sides.get(e.get('side'), ''): 'done' for e in exercises(form)},
        'note': tells.get('note', ''),
    }
    if 'run' in form['today']:
        file['run'] = {'done': 'done', 'minutes': 20, 'effort': 3}
    return file


def as_record(form, tells):
    record = {'reports': [], 'general': [], 'note': tells.get('note', '')}
    for question in asked(form, tells):
        told = value(tells, question)
        observation = {'code': question['code']}
        if question['kind'] == 'KIND_NUMBER':
            observation['number'] = told
        elif question['kind'] == 'KIND_CHOICE':
            observation['choice'] = told
        else:
            observation['answer'] = 'ANSWER_PRESENT' if told else 'ANSWER_ABSENT'
        if 'site' not in question:
            record['general'].append(observation)
            continue
        report = next((r for r in record['reports'] if r['site'] == question['site']), None)
        if report is None:
            report = {'site': question['site'], 'observations': []}
            record['reports'].append(report)
        report['observations'].append(observation)
    record['exercises'] = [{'exercise': e['exercise'], 'side': e.get('side', 'SIDE_UNSPECIFIED'), 'done': 'DONE_FULL'}
                           for e in exercises(form)]
    if 'run' in form['today']:
        record['run'] = {'done': 'DONE_FULL', 'minutes': 20, 'rpe': 3, 'stage': form['today']['run'].get('stage', 0)}
    return record


CONTENT = ('reports', 'general', 'note', 'exercises', 'run')


def newest(path):
    check_in = max((c for c in read(path) if c['state'] == 'RECORD_STATE_ACTIVE'), key=lambda c: c['create_time'])
    return {key: check_in.get(key) for key in CONTENT}


def main():
    if sys.argv[1] == 'equal':
        one, other = newest(sys.argv[2]), newest(sys.argv[3])
        if one != other:
            sys.exit('not the same record:\n' + json.dumps(one, indent=1) + '\n' + json.dumps(other, indent=1))
        return
    make = as_file if sys.argv[1] == 'file' else as_record
    print(json.dumps(make(read(sys.argv[2]), read(sys.argv[3])), indent=1))


main()
