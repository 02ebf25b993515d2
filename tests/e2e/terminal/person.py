# usage: person.py FORM.json TELLS.json -- COMMAND...
#
# A person at a terminal of 40 columns: starts COMMAND in a pty, reads what it asks and types what she has to tell.
# Prints all that stood on the screen and ends with the command's exit code. Fails when a line is wider than the
# terminal, when a screen reader would meet a control character, or when she is asked what she cannot make out.
#
# FORM.json is the check-in form. TELLS.json has what she tells:
#   "answers"   by code, what is not as usual; usual is 0, no, the first choice, and none of what may be ticked
#   "note"      left out: none
#   "kill"      a text and a process: when the text is asked, that process is killed before she types
#   "first"     pairs of a text and a line: when the text is asked, she types that line first, once for each pair; #CODE is the
#               number of that question in the review
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios

COLUMNS = 40
PATIENCE = 60


def words(text):
    return ' '.join(text.split())


class Person:
    def __init__(self, form, tells):
        self.form = form
        self.answers = tells.get('answers', {})
        self.note = tells.get('note', '')
        self.first = list(tells.get('first', []))
        self.kill = tells.get('kill')

    def of_question(self, question):
        value = self.answers.get(question['code'])
        if question['kind'] == 'KIND_CHOICE':
            return str(question['choices'].index(value) + 1) if value else '1'
        if question['kind'] == 'KIND_NUMBER':
            return str(value or 0)
        return 'y' if value else 'n'

    # What she types when this is what was asked.
    def line(self, asked):
        if self.kill and self.kill[0] in asked:
            os.kill(self.kill[1], signal.SIGKILL)
            self.kill = None
        for pair in self.first:
            if pair[0] in asked:
                self.first.remove(pair)
                return self.number_of(pair[1][1:], asked) if pair[1].startswith('#') else pair[1]
        if 'Your answers:' in asked:
            return 's'
        if 'Which of these are so?' in asked:
            listed = re.findall(r'(\d+) (.*?)(?= \d+ | \[numbers)', asked.split('Which of these are so?')[1])
            ticked = [number for number, text in listed if self.is_so(text)]
            return ' '.join(ticked) or '0'
        for question in self.form['questions']:
            if words(question['text']) in asked:
                return self.of_question(question)
        if asked.startswith('Exercise: ') or ' Exercise: ' in asked or 'Your run today' in asked:
            return 'd'
        if 'How many minutes' in asked:
            return '20'
        if 'How hard was it' in asked:
            return '3'
        if 'Anything your clinic should know?' in asked:
            return self.note
        sys.exit('she does not know what this is: ' + asked)

    # Of a question in the review.
    def number_of(self, code, asked):
        for question in self.form['questions']:
            name = words(question.get('tick_text') or question['text'])
            if question['code'] == code and (found := re.search(r'(\d+) ' + re.escape(name), asked)):
                return found[1]
        sys.exit('not in the review: ' + code)

    def is_so(self, tick_text):
        return any(words(q.get('tick_text', '')) == tick_text and self.answers.get(q['code'])
                   for q in self.form['questions'])


def main():
    with open(sys.argv[1]) as form, open(sys.argv[2]) as tells:
        person = Person(json.load(form), json.load(tells))
    command = sys.argv[sys.argv.index('--') + 1:]
    terminal, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, COLUMNS, 0, 0))
    program = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    screen, read_up_to = '', 0
    pending = b''
    while True:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            sys.exit('nothing happens any more after: ' + screen[-200:])
        try:
            more = os.read(terminal, 4096)
        except OSError:
            break
        if not more:
            break
        pending += more
        try:
            screen += pending.decode().replace('\r\n', '\n')
        except UnicodeDecodeError:
            continue
        pending = b''
        if screen.endswith('\n> '):
            os.write(terminal, (person.line(words(screen[read_up_to:-2])) + '\n').encode())
            read_up_to = len(screen)
    code = program.wait(PATIENCE)
    print(screen, end='')
    for line in screen.splitlines():
        if len(line) > COLUMNS:
            sys.exit('wider than the terminal: ' + line)
        if any(ord(c) < 32 for c in line):
            sys.exit('no screen reader says that: ' + repr(line))
    if person.first:
        sys.exit('never asked: ' + repr(person.first))
    sys.exit(code)


main()
