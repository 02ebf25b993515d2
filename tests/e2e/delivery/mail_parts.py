#!/usr/bin/python3
"""usage: mail_parts.py MAIL

Prints a mail as a reader sees it: its headers, its text, and of each attachment name, type and SHA-256.
"""
import email
import email.policy
import hashlib
import sys

with open(sys.argv[1], "rb") as file:
    mail = email.message_from_binary_file(file, policy=email.policy.default)
for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted"):
    values = mail.get_all(name, [])
    print(f"{name}: {values[0]}" if len(values) == 1 else f"{name}: {len(values)} times")
if mail.defects:
    print("Defects:", mail.defects)
for part in mail.walk():
    if part.get_content_maintype() == "multipart":
        continue
    if part.get_filename() is None:
        print()
        print(part.get_content())
    else:
        content = part.get_payload(decode=True)
        print("Attached:", part.get_filename(), part.get_content_type(), hashlib.sha256(content).hexdigest())
