"""Pictures, sound, film and files; licences, captions, smaller copies; the sanitising door."""
