from tests.support.clamd import scanner as scanner
