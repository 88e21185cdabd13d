"""Engines that ask a service over HTTP, through deep-translator, a module each.

`service` is what they share, `transport` how a request goes out, `faults` what an answer
that is none means. deep-translator knows each service's language codes and answers; it
has no timeouts, opens a connection a sentence, and swaps results between threads.
"""
